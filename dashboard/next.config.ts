import type { NextConfig } from 'next';

/** Sent with every response, including build files. proxy.ts adds the Content-Security-Policy of pages. */
const SECURITY_HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};

/** Sent only if the proxy reports https (X-Forwarded-Proto). The API sends the same value. */
const HTTPS_ONLY = { key: 'Strict-Transport-Security', value: 'max-age=31536000; includeSubDomains' };

const config: NextConfig = {
  // For the image only: `next start` refuses such a build.
  ...(process.env['BUILD_STANDALONE'] === 'true' ? { output: 'standalone' } : {}),
  // Shared is TypeScript source: Node runs it directly, Next has to compile it.
  transpilePackages: ['@feedflow/shared'],
  experimental: { optimizePackageImports: ['@mantine/core', '@mantine/hooks', '@mantine/charts'] },
  // `npm run check` checks types; a start should not wait for it.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  // Browsers request this path before a page has declared its icon.
  redirects: async () => [{ source: '/favicon.ico', destination: '/icon.svg', permanent: false }],
  headers: async () => [
    { source: '/:path*', headers: Object.entries(SECURITY_HEADERS).map(([key, value]) => ({ key, value })) },
    {
      source: '/:path*',
      has: [{ type: 'header', key: 'x-forwarded-proto', value: 'https(?:,.*)?' }],
      headers: [HTTPS_ONLY],
    },
  ],
  reactStrictMode: true,
};

export default config;
