'use client';

import { type UseMutationOptions, useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { createKeyed } from '../../lib/api/idempotency.ts';

type Options<Input, Answer, Before> = Omit<UseMutationOptions<Answer, Error, Input, Before>, 'mutationFn'>;

/** A command as a mutation: every try at the same one carries the same idempotency key. */
export function useCommand<Input, Answer, Before = unknown>(
  perform: (input: Input, idempotencyKey: string) => Promise<Answer>,
  options: Options<Input, Answer, Before> = {},
) {
  const [keyed] = useState(() => createKeyed());
  return useMutation({ ...options, mutationFn: (input: Input) => keyed(input, perform) });
}
