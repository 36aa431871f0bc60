'use client';

import { DataList, Paper, Text, Title } from '@mantine/core';
import { safeText } from '../../lib/format/text.ts';
import { useAccess, useApiSession, useWhyNoCommands } from '../layout/access.tsx';
import { Fact } from '../ui/fact.tsx';

/** As whom one is here, and what that allows. */
export function AccessFacts() {
  const { role, loginAsked } = useAccess();
  const api = useApiSession();
  const readOnly = useWhyNoCommands();
  return (
    <Paper p="md">
      <Title order={2} mb="sm">
        Access
      </Title>
      <DataList size="sm" gap={6} labelWidth="9rem" mb="sm">
        <Fact name="You">{loginAsked ? loggedIn(role) : 'not asked: this dashboard has no password'}</Fact>
        <Fact name="You may">{readOnly ? 'read' : 'read and command'}</Fact>
        {api && (
          <Fact name="The API knows it as">
            {api.authenticated ? safeText(api.name, 60) : 'anyone: the API has no token'}
            {role === 'command' && api.access === 'read' && ', for reading only'}
          </Fact>
        )}
      </DataList>
      <Text size="sm" c="dimmed">
        {readOnly ??
          'Commands are kept in the log below, with the reason that was given. The API’s token stays on the server.'}
      </Text>
    </Paper>
  );
}

function loggedIn(role: 'command' | 'read' | null): string {
  return role === 'read' ? 'logged in with the password for reading' : 'logged in';
}
