import type { LauncherSettings } from './settings.ts';

/** A port that a process opens beside its work, for supervisors or for Prometheus. */
export interface SidePort {
  process: 'worker' | 'scheduler' | 'api';
  setting: 'HEALTH_PORT' | 'METRICS_PORT';
  host: string;
  port: number;
}

const processesOf = {
  HEALTH_PORT: ['worker', 'scheduler'],
  METRICS_PORT: ['worker', 'scheduler', 'api'],
} as const;

/**
 * The processes of one machine share their settings and cannot share a port: the first uses the port that is
 * set, each further one the next.
 *
 * @returns none for a setting that is 0
 */
export function sidePorts(settings: LauncherSettings): SidePort[] {
  const { healthHost, healthPort, metricsHost, metricsPort } = settings;
  return [
    ...countUp('HEALTH_PORT', healthHost, healthPort),
    ...countUp('METRICS_PORT', metricsHost, metricsPort),
  ];
}

function countUp(setting: SidePort['setting'], host: string, first: number): SidePort[] {
  if (first === 0) return [];
  return processesOf[setting].map((process, index) => ({ process, setting, host, port: first + index }));
}
