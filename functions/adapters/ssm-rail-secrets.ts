import {
  DeleteParameterCommand,
  GetParameterCommand,
  ParameterNotFound,
  PutParameterCommand,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import { CHAIN_RAIL } from '../../core/catalog/chain-rail.ts';
import {
  type FacilitatorKeys,
  facilitatorKeyFrom,
  facilitatorKeyText,
} from '../../core/gate/chain/facilitator-key.ts';
import type { RailName } from '../../core/rails/collection.ts';
import type { RailSecrets } from '../../core/rails/ports.ts';
import { credentialsFrom, credentialsText } from '../../core/rails/stored.ts';

/** Texts, by a tenant and what they are for. */
interface Parameters {
  get(tenant: string, name: string): Promise<string | undefined>;
  put(tenant: string, name: string, value: string): Promise<void>;
  remove(tenant: string, name: string): Promise<void>;
}

/**
 * A SecureString each in SSM Parameter Store, below a path of the stack's. What a tenant is called may have characters
 * that a path may not.
 */
const parametersOf = (client: SSMClient, path: string): Parameters => {
  const nameOf = (tenant: string, name: string): string =>
    `${path}/${Buffer.from(tenant).toString('base64url')}/${name}`;
  return {
    async get(tenant, name) {
      try {
        const { Parameter } = await client.send(
          new GetParameterCommand({ Name: nameOf(tenant, name), WithDecryption: true }),
        );
        return Parameter?.Value;
      } catch (error) {
        if (error instanceof ParameterNotFound) return undefined;
        throw error;
      }
    },

    async put(tenant, name, value) {
      const Name = nameOf(tenant, name);
      await client.send(
        new PutParameterCommand({ Name, Type: 'SecureString', Value: value, Overwrite: true }),
      );
    },

    async remove(tenant, name) {
      try {
        await client.send(new DeleteParameterCommand({ Name: nameOf(tenant, name) }));
      } catch (error) {
        if (!(error instanceof ParameterNotFound)) throw error;
      }
    },
  };
};

/** Secrets of rails, by tenant and rail. */
export const ssmRailSecrets = (client: SSMClient, path: string): RailSecrets => {
  const parameters = parametersOf(client, path);
  return {
    async get(tenant, rail) {
      const text = await parameters.get(tenant, rail);
      return text === undefined ? undefined : credentialsFrom(text);
    },
    put: (tenant, rail, credentials) => parameters.put(tenant, rail, credentialsText(credentials)),
    remove: (tenant, rail) => parameters.remove(tenant, rail),
  };
};

/** The keys of facilitators, as secrets of the rail of chains. */
export const ssmFacilitatorKeys = (client: SSMClient, path: string): FacilitatorKeys => {
  const parameters = parametersOf(client, path);
  return {
    async get(tenant) {
      const text = await parameters.get(tenant, CHAIN_RAIL);
      return text === undefined ? undefined : facilitatorKeyFrom(text);
    },
    put: (tenant, key) => parameters.put(tenant, CHAIN_RAIL, facilitatorKeyText(key)),
    remove: (tenant) => parameters.remove(tenant, CHAIN_RAIL),
  };
};

/** What one process remembers, so that not every call asks: those of few tenants at a time. */
const REMEMBERED_MAX = 1_000;

interface Kept {
  readonly now: () => number;
  readonly keptMs: number;
}

/** What was read a moment ago, by its key, until it is forgotten. */
class Remembered<Value> {
  readonly #known = new Map<string, { readonly until: number; readonly value: Value }>();
  readonly #kept: Kept;

  constructor(kept: Kept) {
    this.#kept = kept;
  }

  async of(key: string, read: () => Promise<Value>): Promise<Value> {
    const { now, keptMs } = this.#kept;
    const kept = this.#known.get(key);
    if (kept !== undefined && now() < kept.until) return kept.value;
    const value = await read();
    if (this.#known.size >= REMEMBERED_MAX) this.#known.clear();
    this.#known.set(key, { until: now() + keptMs, value });
    return value;
  }

  forget(key: string): void {
    this.#known.delete(key);
  }
}

/** The same, remembered for a moment; what is changed meanwhile, by other processes, counts after it. */
export function rememberedSecrets(secrets: RailSecrets, kept: Kept): RailSecrets {
  const known = new Remembered<Awaited<ReturnType<RailSecrets['get']>>>(kept);
  const keyOf = (tenant: string, rail: RailName): string => JSON.stringify([tenant, rail]);
  return {
    get: (tenant, rail) => known.of(keyOf(tenant, rail), () => secrets.get(tenant, rail)),
    async put(tenant, rail, credentials) {
      known.forget(keyOf(tenant, rail));
      await secrets.put(tenant, rail, credentials);
    },
    async remove(tenant, rail) {
      known.forget(keyOf(tenant, rail));
      await secrets.remove(tenant, rail);
    },
  };
}

/** Keys of facilitators, remembered for a moment, for whoever calls these. */
export function rememberedKeys(
  keys: Pick<FacilitatorKeys, 'get'>,
  kept: Kept,
): Pick<FacilitatorKeys, 'get'> {
  const known = new Remembered<Awaited<ReturnType<FacilitatorKeys['get']>>>(kept);
  return { get: (tenant) => known.of(tenant, () => keys.get(tenant)) };
}
