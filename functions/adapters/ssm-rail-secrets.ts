import {
  DeleteParameterCommand,
  GetParameterCommand,
  ParameterNotFound,
  PutParameterCommand,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import type { RailName } from '../../core/rails/collection.ts';
import type { RailSecrets } from '../../core/rails/ports.ts';
import { credentialsFrom, credentialsText } from '../../core/rails/stored.ts';

/**
 * Secrets of rails in SSM Parameter Store: a SecureString each, below a path of the stack's, by tenant and rail. What a
 * tenant is called may have characters that a path may not.
 */
export const ssmRailSecrets = (client: SSMClient, path: string): RailSecrets => {
  const nameOf = (tenant: string, rail: RailName): string =>
    `${path}/${Buffer.from(tenant).toString('base64url')}/${rail}`;
  return {
    async get(tenant, rail) {
      try {
        const { Parameter } = await client.send(
          new GetParameterCommand({ Name: nameOf(tenant, rail), WithDecryption: true }),
        );
        return Parameter?.Value === undefined ? undefined : credentialsFrom(Parameter.Value);
      } catch (error) {
        if (error instanceof ParameterNotFound) return undefined;
        throw error;
      }
    },

    async put(tenant, rail, credentials) {
      await client.send(
        new PutParameterCommand({
          Name: nameOf(tenant, rail),
          Type: 'SecureString',
          Value: credentialsText(credentials),
          Overwrite: true,
        }),
      );
    },

    async remove(tenant, rail) {
      try {
        await client.send(new DeleteParameterCommand({ Name: nameOf(tenant, rail) }));
      } catch (error) {
        if (!(error instanceof ParameterNotFound)) throw error;
      }
    },
  };
};

/** What one process remembers, so that not every call asks: those of few tenants at a time. */
const REMEMBERED_MAX = 1_000;

/** The same, remembered for a moment; what is changed meanwhile, by other processes, counts after it. */
export function rememberedSecrets(
  secrets: RailSecrets,
  { now, keptMs }: { readonly now: () => number; readonly keptMs: number },
): RailSecrets {
  type Known = Awaited<ReturnType<RailSecrets['get']>>;
  const known = new Map<string, { readonly until: number; readonly credentials: Known }>();
  const keyOf = (tenant: string, rail: RailName): string => JSON.stringify([tenant, rail]);
  return {
    async get(tenant, rail) {
      const key = keyOf(tenant, rail);
      const kept = known.get(key);
      if (kept !== undefined && now() < kept.until) return kept.credentials;
      const credentials = await secrets.get(tenant, rail);
      if (known.size >= REMEMBERED_MAX) known.clear();
      known.set(key, { until: now() + keptMs, credentials });
      return credentials;
    },
    async put(tenant, rail, credentials) {
      known.delete(keyOf(tenant, rail));
      await secrets.put(tenant, rail, credentials);
    },
    async remove(tenant, rail) {
      known.delete(keyOf(tenant, rail));
      await secrets.remove(tenant, rail);
    },
  };
}
