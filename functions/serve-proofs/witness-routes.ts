import type { RejectionCode } from '../../core/contract/rejection-codes.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { verifierKeyText } from '../../core/tlog/note.ts';
import {
  addCheckpoint,
  REQUEST_BYTES_MAX,
  type WitnessPorts,
  type WitnessRefusal,
} from '../../core/witness/witness.ts';
import { type HttpAnswer, textAnswer } from '../middleware/http.ts';
import { bodyText } from '../middleware/request-body.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';

const TEXT = 'text/plain; charset=utf-8';

const codes = {
  ...{ malformed: 'checkpoint.malformed', unsigned: 'checkpoint.unsigned' },
  ...{ 'unknown-log': 'log.not-found', inconsistent: 'checkpoint.unproven' },
} as const satisfies Record<WitnessRefusal, RejectionCode>;

/** What a deployment answers as a witness of the logs of others, to everybody. */
export function witnessRoutes(
  witness: WitnessPorts | undefined,
): Pick<RouteHandlers['ServeProofs'], 'POST /v1/witness/add-checkpoint' | 'GET /v1/witness/key'> {
  return {
    'POST /v1/witness/add-checkpoint': async (request): Promise<HttpAnswer> => {
      const answer = await addCheckpoint(known(witness), bodyText(request, REQUEST_BYTES_MAX));
      switch (answer.kind) {
        case 'cosigned':
          return textAnswer(TEXT, answer.lines);
        case 'conflict':
          return { ...textAnswer('text/x.tlog.size', `${answer.size}\n`), statusCode: 409 };
        case 'refused':
          throw new Rejection(codes[answer.why], answer.detail);
        case 'unavailable':
          throw unavailable();
      }
    },

    'GET /v1/witness/key': async () => {
      const { name, signer } = known(witness);
      const publicKey = await signer.publicKey();
      if (publicKey === 'unavailable') throw unavailable();
      const key = verifierKeyText({ name, algorithm: 'cosignature', publicKey });
      const answer = textAnswer(TEXT, `${key}\n`);
      return { ...answer, headers: { ...answer.headers, 'access-control-allow-origin': '*' } };
    },
  };
}

function known(witness: WitnessPorts | undefined): WitnessPorts {
  if (witness !== undefined) return witness;
  throw new Rejection(
    'log.not-found',
    'set farthing:witnessedLogs: this deployment is a witness of no log',
  );
}

const unavailable = (): Rejection =>
  new Rejection('log.unsigned', 'ask again: nothing was cosigned now');
