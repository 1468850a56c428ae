import type { Client, Tenant } from './client.ts';

export interface SentEvent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** An event of the fixtures; its id says what it is, and so is the same whenever it is sent. */
export const event = (
  type: string,
  subject: string,
  time: string,
  data: Readonly<Record<string, unknown>> = {},
): SentEvent => ({
  id: `${type}:${subject}:${time}`,
  source: 'urn:fixture',
  type,
  subject,
  time,
  data,
});

export async function sendPlain(
  client: Client,
  tenant: Tenant,
  events: readonly SentEvent[],
): Promise<void> {
  accepted(events, await client.json(tenant, 'POST', '/v1/events', { body: events }));
}

const cloudEvent = (one: SentEvent) => ({
  specversion: '1.0',
  datacontenttype: 'application/json',
  ...one,
});

export async function sendBatch(
  client: Client,
  tenant: Tenant,
  events: readonly SentEvent[],
): Promise<void> {
  const type = 'application/cloudevents-batch+json';
  const body = events.map(cloudEvent);
  accepted(events, await client.json(tenant, 'POST', '/v1/events', { body, type }));
}

export async function sendStructured(
  client: Client,
  tenant: Tenant,
  one: SentEvent,
): Promise<void> {
  const asked = { body: cloudEvent(one), type: 'application/cloudevents+json' };
  accepted([one], await client.json(tenant, 'POST', '/v1/events', asked));
}

export async function sendBinary(
  client: Client,
  tenant: Tenant,
  { data, ...attributes }: SentEvent,
): Promise<void> {
  const headers = Object.fromEntries(
    Object.entries({ specversion: '1.0', ...attributes }).map(([name, value]) => [
      `ce-${name}`,
      value,
    ]),
  );
  accepted([data], await client.json(tenant, 'POST', '/v1/events', { body: data, headers }));
}

function accepted(events: readonly unknown[], answer: unknown): void {
  const said = JSON.stringify(answer);
  if (said.includes(`"accepted":${events.length},`)) return;
  throw new Error(`not all of ${events.length} events were accepted: ${said}`);
}
