{{- define "feedflow.labels" -}}
app.kubernetes.io/name: feedflow
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* The name and the labels of one process: (list $ "worker"). */}}
{{- define "feedflow.name" -}}
{{ (index . 0).Release.Name }}-{{ index . 1 }}
{{- end }}

{{- define "feedflow.processLabels" -}}
{{ include "feedflow.labels" (index . 0) }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end }}

{{/* The common part of all pods: user and scheduling. */}}
{{- define "feedflow.pod" -}}
automountServiceAccountToken: false
# Otherwise a Service named api, dashboard, health or metrics in this namespace sets API_PORT, DASHBOARD_PORT and so on.
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 1000
  runAsGroup: 1000
  seccompProfile: { type: RuntimeDefault }
# Longer than SHUTDOWN_TIMEOUT_MS plus the wait for traffic to move to other pods.
terminationGracePeriodSeconds: 30
{{- with .Values.imagePullSecrets }}
imagePullSecrets: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{ toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "feedflow.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end }}

{{/* Spreads the pods of a process over nodes: (list $ "worker"). */}}
{{- define "feedflow.spread" -}}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels: {{ include "feedflow.processLabels" . | nindent 8 }}
{{- end }}

{{/* One environment variable from the Secret: (list $ "API_TOKEN" optional). */}}
{{- define "feedflow.secret" -}}
- name: {{ index . 1 }}
  valueFrom:
    secretKeyRef:
      name: {{ (index . 0).Values.secretName }}
      key: {{ index . 1 }}
      {{- if index . 2 }}
      optional: true
      {{- end }}
{{- end }}

{{/* The variables from the Secret for every process except the dashboard. */}}
{{- define "feedflow.secrets" -}}
{{ include "feedflow.secret" (list . "MONGODB_URI" false) }}
{{ include "feedflow.secret" (list . "REDIS_URL" false) }}
{{ include "feedflow.secret" (list . "OTEL_EXPORTER_OTLP_HEADERS" true) }}
{{- end }}

{{/* For the processes that send or raise alerts. */}}
{{- define "feedflow.alertSecrets" -}}
{{ include "feedflow.secret" (list . "ALERT_WEBHOOK_URL" true) }}
{{ include "feedflow.secret" (list . "ALERT_WEBHOOK_SECRET" true) }}
{{ include "feedflow.secret" (list . "ALERT_SMTP_URL" true) }}
{{ include "feedflow.secret" (list . "RUN_WEBHOOK_URL" true) }}
{{ include "feedflow.secret" (list . "RUN_WEBHOOK_SECRET" true) }}
{{- end }}

{{/* Restarts a pod that does not respond; sends no requests while it is not ready: the name of the port. */}}
{{- define "feedflow.probes" -}}
startupProbe:
  httpGet: { path: /health/live, port: {{ . }} }
  periodSeconds: 2
  failureThreshold: 45
livenessProbe:
  httpGet: { path: /health/live, port: {{ . }} }
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
readinessProbe:
  httpGet: { path: /health/ready, port: {{ . }} }
  periodSeconds: 5
  timeoutSeconds: 5
{{- end }}

{{- define "feedflow.image" -}}
image: {{ printf "%s:%s" .image.repository (default .version .image.tag) | quote }}
imagePullPolicy: {{ .image.pullPolicy }}
{{- end }}

{{/* A setting's value as text. Numbers in values are floats to Helm, which would write large ones as 1e+10. */}}
{{- define "feedflow.value" -}}
{{ if kindIs "float64" . }}{{ int64 . }}{{ else }}{{ . }}{{ end }}
{{- end }}
