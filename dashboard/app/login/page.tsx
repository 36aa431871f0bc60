import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { LoginForm } from '../../components/login/login-form.tsx';
import { returnPath } from '../../server/session/return-path.ts';
import { roleOf } from '../../server/session/visitor.ts';
import { readSettings } from '../../server/settings.ts';

export const metadata: Metadata = { title: 'Log in' };

/** The login form; redirects to the requested page if no login is needed. */
export default async function LoginPage({ searchParams }: { searchParams: Promise<{ to?: string }> }) {
  const to = returnPath((await searchParams).to);
  if (await roleOf(await headers(), readSettings().login)) redirect(to);
  return <LoginForm to={to} />;
}
