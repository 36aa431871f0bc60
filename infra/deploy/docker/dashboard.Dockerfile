# The dashboard:
#   docker build -f infra/deploy/docker/dashboard.Dockerfile -t feedflow-dashboard .
FROM node:24-trixie-slim AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1
COPY package.json package-lock.json .npmrc ./
COPY shared/package.json shared/
COPY pipeline/package.json pipeline/
COPY api/package.json api/
COPY dashboard/package.json dashboard/
COPY infra/package.json infra/
RUN npm ci --ignore-scripts --include-workspace-root --workspace shared --workspace dashboard
COPY tsconfig.base.json ./
COPY shared shared
COPY dashboard dashboard
RUN BUILD_STANDALONE=true npm run build --workspace dashboard

FROM node:24-trixie-slim
WORKDIR /app
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 \
    DASHBOARD_HOST=0.0.0.0 DASHBOARD_PORT=3000 \
    API_URL=http://api:4000
COPY --from=build /app/dashboard/.next/standalone ./
COPY --from=build /app/dashboard/.next/static dashboard/.next/static
USER 1000:1000
EXPOSE 3000
# A static file: the dashboard stays healthy without the API, and its pages report the problem.
HEALTHCHECK --interval=15s --timeout=6s --start-period=30s --start-interval=2s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.DASHBOARD_PORT}/icon.svg`).then((response) => process.exit(response.ok ? 0 : 1), () => process.exit(1))"]
# Containers have a HOSTNAME of their own, which Next would use as the address to listen on.
CMD ["sh", "-c", "HOSTNAME=$DASHBOARD_HOST PORT=$DASHBOARD_PORT exec node --max-semi-space-size=4 --heap-growing-percent=70 dashboard/server.js"]
