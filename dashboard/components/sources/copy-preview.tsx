'use client';

import { Button } from '@mantine/core';
import { useState } from 'react';
import { copiedPreview } from '../../lib/actions/copied.ts';
import type { SourceItem } from '../../lib/api/types.ts';
import { previewOf, type SourceDraft } from '../../lib/sources/draft.ts';
import { CopiedActions } from '../ui/copy-actions.tsx';

/** Shows the preview of the form as texts for a terminal. */
export function CopyPreview({ draft, source }: { draft: SourceDraft; source: SourceItem | null }) {
  const [isShown, setShown] = useState(false);
  return (
    <div>
      <Button
        size="compact-xs"
        variant="subtle"
        mt="sm"
        mb="xs"
        aria-expanded={isShown}
        onClick={() => setShown(!isShown)}
      >
        Copy as curl or command line
      </Button>
      {isShown && <CopiedActions actions={[copiedPreview(previewOf(draft, source))]} />}
    </div>
  );
}
