import { openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import type { KeyUses } from '../../core/access/key-uses.ts';
import type { Keys } from '../../core/access/keys.ts';
import { listedKeys } from '../../core/access/listed-keys.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';

const LIMIT_DEFAULT = 100;

/** What keys are listed from. */
export interface KeyListPorts {
  readonly keys: Pick<Keys, 'page'>;
  readonly uses: Pick<KeyUses, 'lastOf'>;
}

/** The keys of whoever asks, as operators see them. */
export const listKeys =
  ({ keys, uses }: KeyListPorts): RouteHandlers['ServeCatalog']['GET /v1/keys'] =>
  async ({ caller, query: { limit = LIMIT_DEFAULT, cursor } }) => {
    const fingerprint = 'GET /v1/keys';
    const after = cursor === undefined ? '' : openedCursor(caller, fingerprint, cursor);
    const { keys: found, more } = await keys.page(caller.tenant, { after, limit });
    const last = more ? found.at(-1) : undefined;
    return {
      status: 200,
      body: {
        keys: await listedKeys(uses, found),
        ...(last === undefined
          ? {}
          : { nextCursor: sealedCursor(caller, fingerprint, last.keyId) }),
      },
    };
  };
