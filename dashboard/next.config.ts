import type { NextConfig } from 'next';

const config: NextConfig = {
  // Shared is TypeScript source: Node runs it as it is, Next has to compile it.
  transpilePackages: ['@feedflow/shared'],
  experimental: { optimizePackageImports: ['@mantine/core', '@mantine/hooks', '@mantine/charts'] },
  // `npm run check` checks types; a start should not wait for it.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  reactStrictMode: true,
};

export default config;
