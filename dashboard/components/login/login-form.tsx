'use client';

import { Alert, Button, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { commands } from '../../lib/api/browser.ts';
import { asFailure } from '../../lib/api/failure.ts';
import { safeText } from '../../lib/format/text.ts';
import { IconAlertCircle } from '../ui/icons.ts';
import { useHydrated } from '../ui/now.tsx';
import classes from './login-form.module.css';

/** The login form; continues to `to` by a full page load, which discards all earlier state. */
export function LoginForm({ to }: { to: string }) {
  // Before hydration Enter would submit the form natively. Text typed by then is kept.
  const hydrated = useHydrated();
  const logIn = useMutation({
    mutationFn: (password: string) => commands.logIn(password, to),
    onSuccess: (response) => window.location.assign(response.to),
  });
  const failure = logIn.error && asFailure(logIn.error);
  const wrong = failure?.code === 'password-wrong';
  const submit = (form: HTMLFormElement) => {
    if (!logIn.isPending && !logIn.isSuccess) logIn.mutate(String(new FormData(form).get('password')));
  };
  return (
    <Paper className={classes.card}>
      <form
        method="post"
        onSubmit={(event) => {
          event.preventDefault();
          submit(event.currentTarget);
        }}
      >
        <Stack gap="md">
          <div>
            <Title order={1}>Log in</Title>
            <Text size="sm" c="dimmed">
              Enter the dashboard password.
            </Text>
          </div>
          {/* For password managers, which store a password with a user name. */}
          <input type="text" name="username" autoComplete="username" defaultValue="feedflow" hidden />
          <PasswordInput
            label="Password"
            name="password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            autoFocus
            aria-invalid={wrong}
            error={wrong && 'Wrong password.'}
            errorProps={{ role: 'alert' }}
            onChange={() => failure && logIn.reset()}
          />
          {failure && !wrong && (
            <Alert role="alert" variant="light" color="red" icon={<IconAlertCircle aria-hidden="true" />}>
              {safeText(failure.message, 300)}
            </Alert>
          )}
          <Button type="submit" fullWidth disabled={!hydrated} loading={logIn.isPending || logIn.isSuccess}>
            Log in
          </Button>
        </Stack>
      </form>
    </Paper>
  );
}
