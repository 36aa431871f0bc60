'use client';

import { DataList, Paper, Text, Title } from '@mantine/core';
import { safeText } from '../../lib/format/text.ts';
import { useAccess, useApiSession, useReadOnlyReason } from '../layout/access.tsx';
import { Fact } from '../ui/fact.tsx';

/** The current login and its permissions. */
export function AccessFacts() {
  const { role, loginRequired } = useAccess();
  const api = useApiSession();
  const readOnly = useReadOnlyReason();
  return (
    <Paper p="md">
      <Title order={2} mb="sm">
        Access
      </Title>
      <DataList size="sm" gap={6} labelWidth="9rem" mb="sm">
        <Fact name="Login">{loginRequired ? loggedIn(role) : 'None (no password set)'}</Fact>
        <Fact name="Permissions">{readOnly ? 'Read only' : 'Full access'}</Fact>
        {api && (
          <Fact name="API identity">
            {api.authenticated ? safeText(api.name, 60) : 'Anonymous (the API has no token)'}
            {role === 'command' && api.access === 'read' && ', read only'}
          </Fact>
        )}
      </DataList>
      <Text size="sm" c="dimmed">
        {readOnly ?? 'Actions are recorded in the audit log below. The API token never leaves the server.'}
      </Text>
    </Paper>
  );
}

function loggedIn(role: 'command' | 'read' | null): string {
  return role === 'read' ? 'Read-only password' : 'Full-access password';
}
