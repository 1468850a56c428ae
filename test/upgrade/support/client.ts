import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LocalFarthing } from '../../e2e/support/local-stack.ts';

/** Tenants of a fixture: one that issues by itself, one whose drafts wait for a person, and one that bills nothing. */
export type Tenant = 'magazine' | 'studio' | 'archive';
export type Keys = Readonly<Record<Tenant, string>>;

/** A message that fails is delivered again after minutes: so long nobody waits. */
const settleMsMax = 400_000;

/** An answer, to the byte. */
interface Answer {
  readonly status: number;
  readonly type: string;
  readonly bytes: Buffer;
}

interface Asked {
  readonly body?: unknown;
  /** Of a body that is other JSON than `application/json`. */
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Each tenant's HTTP interface, on whichever version of the code. */
export class Client {
  readonly farthing: LocalFarthing;
  readonly #keys: Keys;

  constructor(farthing: LocalFarthing, keys: Keys) {
    this.farthing = farthing;
    this.#keys = keys;
  }

  async ask(
    tenant: Tenant,
    method: 'GET' | 'PUT' | 'POST',
    path: string,
    { body, type = 'application/json', headers = {} }: Asked = {},
  ): Promise<Answer> {
    const response = await fetch(`${this.farthing.stack.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#keys[tenant]}`,
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': type }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return {
      status: response.status,
      type: response.headers.get('content-type') ?? '',
      bytes: Buffer.from(await response.arrayBuffer()),
    };
  }

  /** What is answered, which must not be a refusal. */
  async json(
    tenant: Tenant,
    method: 'GET' | 'PUT' | 'POST',
    path: string,
    asked: Asked = {},
  ): Promise<unknown> {
    const { status, bytes } = await this.ask(tenant, method, path, asked);
    const text = bytes.toString('utf8');
    if (status < 300) return JSON.parse(text);
    throw new Error(`${method} ${path} was answered ${status}: ${text}`);
  }

  /** Moves the test clock. */
  async setClock(now: string): Promise<void> {
    await this.json('magazine', 'POST', '/v1/clock', {
      body: { now },
      headers: { 'local-secret': this.farthing.stack.localSecret },
    });
  }

  /** Waits until every queue is empty; rejects when a message was given up, or comes again and again. */
  async settled(): Promise<void> {
    const waited = new AbortController();
    const giveUp = sleep(settleMsMax, undefined, { signal: waited.signal }).then(async () => {
      const log = await readFile(join(this.farthing.directory, 'runtime.log'), 'utf8');
      throw new Error(`messages are not worked off; the log ends with:\n${log.slice(-4_000)}`);
    });
    try {
      await Promise.race([this.farthing.untilSettled(), giveUp]);
    } finally {
      waited.abort();
      await giveUp.catch(() => undefined);
    }
  }
}
