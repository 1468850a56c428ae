import {
  type CosignedLogs,
  cosignedLogFrom,
  cosignedLogText,
} from '../../core/transparency/cosigned-log.ts';

/** What witnesses have made of logs, in memory: as it is kept, so that what is not kept is lost. */
export function inMemoryCosignedLogs(): CosignedLogs & { forget(): void } {
  const logs = new Map<string, { readonly revision: number; readonly text: string }>();
  const keyOf = ({ tenant, year }: { readonly tenant: string; readonly year: number }): string =>
    JSON.stringify([tenant, year]);
  return {
    async get({ tenant, year }) {
      const kept = logs.get(keyOf({ tenant, year }));
      if (kept === undefined) return undefined;
      return cosignedLogFrom({ tenant, year, revision: kept.revision }, kept.text);
    },
    async put(log) {
      if ((logs.get(keyOf(log))?.revision ?? 0) !== log.revision - 1) return 'taken';
      logs.set(keyOf(log), { revision: log.revision, text: cosignedLogText(log) });
      return 'put';
    },
    forget: () => logs.clear(),
  };
}
