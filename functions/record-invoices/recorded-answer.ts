import { findIssued } from '../../core/documents/find-content.ts';
import { invariant } from '../../core/kernel/invariant.ts';
import type { AnswerOf } from '../middleware/http.ts';
import type { RecordingPorts } from './ports.ts';

type RecordedAnswer = AnswerOf<'POST /v1/invoices/{id}/payments'>;

/** The document that was recorded, or was there already, and the invoice as it is with it. */
export async function recordedAnswer(
  ports: RecordingPorts,
  tenant: string,
  invoice: string,
  { id, isNew }: { readonly id: string; readonly isNew: boolean },
): Promise<RecordedAnswer> {
  const shown = (await findIssued(ports, tenant, invoice))?.json;
  invariant(shown !== undefined, 'what was recorded of is in the books');
  return { status: isNew ? 201 : 200, body: { id, isNew, invoice: shown } };
}
