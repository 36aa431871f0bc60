'use client';

import { type UseMutationOptions, useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { createKeyed } from '../../lib/api/idempotency.ts';

type Options<Input, Output, Context> = Omit<UseMutationOptions<Output, Error, Input, Context>, 'mutationFn'>;

/** A command as a mutation: all attempts at the same command have the same idempotency key. */
export function useCommand<Input, Output, Context = unknown>(
  perform: (input: Input, idempotencyKey: string) => Promise<Output>,
  options: Options<Input, Output, Context> = {},
) {
  const [keyed] = useState(() => createKeyed());
  return useMutation({ ...options, mutationFn: (input: Input) => keyed(input, perform) });
}
