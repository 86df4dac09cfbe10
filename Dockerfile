# The service with its client, on port 8080. State lives in /data: mount a volume there, or set STORE=firestore.
# `docker run insight-agent node agent/doctor/main.ts` says what is missing. docs/deploy.md tells how it runs on Google Cloud.
#   docker build -t insight-agent . && docker run -p 8080:8080 -v insight-data:/data insight-agent

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
# The image has Node 24 itself; the one from npm is for machines whose own is older.
RUN npm run build && npm prune --omit=dev && rm -rf node_modules/node-linux-*

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 DATA_DIR=/data
WORKDIR /app
COPY --from=build /app/package.json /app/firestore.indexes.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/web/dist web/dist
COPY --from=build /app/agent agent
COPY --from=build /app/server server
COPY --from=build /app/knowledge knowledge
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--disable-warning=ExperimentalWarning", "server/main.ts"]
