import type { PutOutcome } from '../../core/kernel/log.ts';
import type {
  Delivery,
  Endpoint,
  Finding,
  Looks,
  Position,
  Webhooks,
} from '../../core/webhooks/ports.ts';
import {
  deliveryFrom,
  endpointFrom,
  findingFrom,
  looksFrom,
  positionFrom,
  storedText,
} from '../../core/webhooks/stored.ts';

const nameOf = (...parts: readonly (string | number)[]): string => JSON.stringify(parts);
const byText = (a: string, b: string): number => (a < b ? -1 : 1);

/** Webhooks in memory, as text, so that what is read shares nothing with what was put. Nothing of it expires. */
export function inMemoryWebhooks(): Webhooks {
  const endpoints = new Map<string, string>();
  const positions = new Map<string, string>();
  const deliveries = new Map<string, Map<string, string>>();
  const findings = new Map<string, string[]>();
  const looks = new Map<string, string>();
  const putOver = (
    texts: Map<string, string>,
    name: string,
    value: Endpoint | Position | Looks,
  ): PutOutcome => {
    const before = texts.get(name);
    const revision = before === undefined ? 0 : (JSON.parse(before) as Endpoint).revision;
    if (revision !== value.revision - 1) return 'taken';
    texts.set(name, storedText(value));
    return 'put';
  };
  const all = (): readonly Endpoint[] =>
    [...endpoints].toSorted(([a], [b]) => byText(a, b)).map(([, text]) => endpointFrom(text));
  return {
    get: async (tenant, key) => {
      const text = endpoints.get(nameOf(tenant, key));
      return text === undefined ? undefined : endpointFrom(text);
    },
    put: async (endpoint) => putOver(endpoints, nameOf(endpoint.tenant, endpoint.key), endpoint),
    list: async (tenant) => all().filter((one) => one.tenant === tenant),
    async *everyEndpoint() {
      yield all();
    },
    position: async (tenant, key) => {
      const text = positions.get(nameOf(tenant, key));
      return text === undefined ? undefined : positionFrom(text);
    },
    putPosition: async (position) =>
      putOver(positions, nameOf(position.tenant, position.key), position),
    note: async (tenant, key, delivery) => {
      const name = nameOf(tenant, key);
      const own = deliveries.get(name) ?? new Map<string, string>();
      deliveries.set(name, own);
      if (!own.has(delivery.id)) own.set(delivery.id, storedText(delivery));
    },
    deliveries: async (tenant, key, { before, limit }) => {
      const own: readonly Delivery[] = [
        ...(deliveries.get(nameOf(tenant, key)) ?? new Map()).values(),
      ]
        .map(deliveryFrom)
        .filter(({ id }) => before === undefined || id < before)
        .sort((a, b) => byText(b.id, a.id));
      return { deliveries: own.slice(0, limit), more: own.length > limit };
    },
    async *findings(tenant, first) {
      for (const text of (findings.get(tenant) ?? []).slice(first - 1)) yield findingFrom(text);
    },
    append: async (tenant, finding: Finding) => {
      const own = findings.get(tenant) ?? [];
      findings.set(tenant, own);
      // A hole would never be filled: whoever puts one has read all before it.
      if (finding.seq !== own.length + 1) return 'taken';
      own.push(storedText(finding));
      return 'put';
    },
    looks: async (tenant) => {
      const text = looks.get(tenant);
      return text === undefined ? undefined : looksFrom(text);
    },
    putLooks: async (value) => putOver(looks, value.tenant, value),
  };
}
