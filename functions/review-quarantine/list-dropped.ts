import { openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import type { dropsOperations } from '../../core/contract/drops/operations.ts';
import { dropAnswer } from '../../core/tallies/drops/drop-answer.ts';
import { findDrop } from '../../core/tallies/drops/find-drop.ts';
import type { DropRecords } from '../../core/tallies/drops/ports.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';

type Handlers = RouteHandlers['ReviewQuarantine'];

const LIMIT_DEFAULT = 20;

/** Answers `/v1/drops`. */
export const listDropped = (
  drops: Pick<DropRecords, 'get' | 'list'>,
): Pick<Handlers, keyof typeof dropsOperations> => ({
  'GET /v1/drops': async ({ caller, query: { cursor, limit = LIMIT_DEFAULT } }) => {
    const fingerprint = JSON.stringify(['GET /v1/drops']);
    const after = cursor === undefined ? '' : openedCursor(caller, fingerprint, cursor);
    const { drops: found, more } = await drops.list(caller.tenant, { after, limit });
    const last = more ? found.at(-1)?.drop.id : undefined;
    return {
      status: 200,
      body: {
        drops: found.map(({ drop }) => dropAnswer(drop)),
        ...(last === undefined ? {} : { nextCursor: sealedCursor(caller, fingerprint, last) }),
      },
    };
  },
  'GET /v1/drops/{id}': async ({ caller: { tenant }, params: { id } }) => ({
    status: 200,
    body: dropAnswer(await findDrop(drops, tenant, id)),
  }),
});
