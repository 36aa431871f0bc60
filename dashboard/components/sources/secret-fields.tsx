'use client';

import { inputLimits } from '@feedflow/shared/model/input-limits';
import {
  ActionIcon,
  Button,
  Fieldset,
  Group,
  PasswordInput,
  Pill,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { safeText } from '../../lib/format/text.ts';
import { IconPlus, IconX } from '../ui/icons.ts';
import type { FieldProps } from './field-props.ts';

/** Request headers, user name and password. They are write-only: stored values can be replaced but not read. */
export function SecretFields(props: FieldProps & { hadAuth: boolean }) {
  return (
    <Fieldset legend="Access to the feed" radius="md">
      <Stack gap="md">
        <HeaderFields {...props} />
        <AuthFields {...props} />
        <Text size="xs" c="dimmed">
          Stored values are never displayed. Previews use them as long as scheme, host and port of the URL
          stay the same.
        </Text>
      </Stack>
    </Fieldset>
  );
}

function HeaderFields({ draft, faults, change }: FieldProps) {
  const { headers, keptHeaders } = draft;
  const put = (index: number, changed: Partial<{ name: string; value: string }>) =>
    change({ headers: headers.map((header, at) => (at === index ? { ...header, ...changed } : header)) });
  return (
    <Stack gap="xs">
      {keptHeaders.length > 0 && (
        <Group gap="xs">
          <Text size="sm">Stored headers:</Text>
          {keptHeaders.map((name) => (
            <Pill
              key={name}
              withRemoveButton
              removeButtonProps={{
                'aria-label': `Remove header ${name}`,
                'aria-hidden': false,
                tabIndex: 0,
              }}
              onRemove={() => change({ keptHeaders: keptHeaders.filter((kept) => kept !== name) })}
            >
              {safeText(name, 100)}
            </Pill>
          ))}
        </Group>
      )}
      {headers.map((header, index) => (
        // Only the position identifies a row.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <Group key={index} gap="xs" wrap="nowrap" align="flex-end">
          <TextInput
            flex={1}
            label="Header"
            placeholder="X-Api-Key"
            maxLength={inputLimits.headerNameLength}
            value={header.name}
            onChange={(event) => put(index, { name: event.currentTarget.value })}
          />
          <PasswordInput
            flex={1}
            label="Value"
            autoComplete="off"
            maxLength={inputLimits.headerValueLength}
            value={header.value}
            onChange={(event) => put(index, { value: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label="Remove this header"
            onClick={() => change({ headers: headers.filter((_, at) => at !== index) })}
          >
            <IconX size={16} aria-hidden="true" />
          </ActionIcon>
        </Group>
      ))}
      {faults['headers'] && (
        <Text size="xs" c="red" role="alert">
          {faults['headers']}
        </Text>
      )}
      <Group>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden="true" />}
          onClick={() => change({ headers: [...headers, { name: '', value: '' }] })}
        >
          Add header
        </Button>
      </Group>
    </Stack>
  );
}

function AuthFields({ draft, faults, change, hadAuth }: FieldProps & { hadAuth: boolean }) {
  if (draft.auth !== 'set') {
    return (
      <Group gap="xs">
        <Text size="sm">
          {draft.auth === 'keep' ? 'User name and password are stored.' : 'No user name and password.'}
        </Text>
        <Button size="xs" variant="default" onClick={() => change({ auth: 'set' })}>
          {draft.auth === 'keep' ? 'Replace' : 'Add user name and password'}
        </Button>
        {draft.auth === 'keep' && (
          <Button size="xs" variant="default" onClick={() => change({ auth: 'none' })}>
            Remove
          </Button>
        )}
      </Group>
    );
  }
  return (
    <Stack gap="xs">
      <Group grow align="flex-start">
        <TextInput
          label="User name"
          required
          autoComplete="off"
          maxLength={inputLimits.usernameLength}
          value={draft.username}
          error={faults['basicAuth']}
          onChange={(event) => change({ username: event.currentTarget.value })}
        />
        <PasswordInput
          label="Password"
          autoComplete="new-password"
          maxLength={inputLimits.passwordLength}
          value={draft.password}
          onChange={(event) => change({ password: event.currentTarget.value })}
        />
      </Group>
      <Group>
        <Button
          size="xs"
          variant="default"
          onClick={() => change({ auth: hadAuth ? 'keep' : 'none', username: '', password: '' })}
        >
          {hadAuth ? 'Keep stored values' : 'No user name and password'}
        </Button>
      </Group>
    </Stack>
  );
}
