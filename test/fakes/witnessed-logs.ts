import type { WitnessedLog, WitnessedLogs } from '../../core/witness/ports.ts';

/** What a witness remembers, in memory. */
export function inMemoryWitnessedLogs(): WitnessedLogs {
  const logs = new Map<string, WitnessedLog>();
  return {
    get: async (origin) => logs.get(origin),
    async put(log) {
      if ((logs.get(log.origin)?.revision ?? 0) !== log.revision - 1) return 'taken';
      logs.set(log.origin, log);
      return 'put';
    },
  };
}
