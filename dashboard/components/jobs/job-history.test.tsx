import { MantineProvider } from '@mantine/core';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { JobHistory } from './job-history.tsx';

test('the values of a change cannot change places, whatever direction they are written in', () => {
  const markup = renderToStaticMarkup(
    <MantineProvider>
      <JobHistory
        history={[
          {
            event: 'changed',
            at: '2026-11-24T12:00:00.000Z',
            runId: null,
            run: null,
            reason: null,
            changes: [{ field: 'title', from: 'ممرضة', to: 'ممرضة ليلية' }],
          },
        ]}
      />
    </MantineProvider>,
  );
  expect(markup).toMatch(/<del>.*<bdi>ممرضة<\/bdi><\/del>.*→.*<ins>.*<bdi>ممرضة ليلية<\/bdi><\/ins>/);
});
