import {
  type AnsweredChange,
  type AskedChange,
  type AuditLog,
  auditTime,
} from '../../core/access/audit/audit-log.ts';
import type { KeyUses } from '../../core/access/key-uses.ts';

/** The audit in a list; what it has stays as it was put first. */
export function inMemoryAuditLog(): AuditLog & KeyUses {
  const asked = new Map<string, AskedChange>();
  const answers = new Map<string, AnsweredChange>();
  const uses = new Map<string, string[]>();
  const nameOf = ({ tenant, id }: AskedChange): string => JSON.stringify([tenant, id]);
  const keep = <Value>(map: Map<string, Value>, name: string, value: Value): void => {
    if (!map.has(name)) map.set(name, value);
  };
  return {
    ask: async (change) => keep(asked, nameOf(change), change),
    answer: async (change, answered) => keep(answers, nameOf(change), answered),
    list: async (tenant, { from, to, before, limit }) => {
      const found = [...asked.values()]
        .filter((change) => change.tenant === tenant && change.id >= auditTime(from))
        .filter(({ id }) => id < auditTime(to) && (before === undefined || id < before))
        .sort((a, b) => (a.id < b.id ? 1 : -1));
      return {
        entries: found
          .slice(0, limit)
          .map((change) => ({ ...change, answered: answers.get(nameOf(change)) })),
        more: found.length > limit,
      };
    },
    note: async (keyId, day) => {
      uses.set(keyId, [...(uses.get(keyId) ?? []), day]);
    },
    lastOf: async (keyId) => uses.get(keyId)?.toSorted().at(-1),
  };
}
