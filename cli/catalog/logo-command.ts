import { inputBytes } from '../events/input-bytes.ts';
import { exitCode, Failure } from '../failure.ts';
import { isJsonObject, textAt } from '../http/json.ts';
import type { Session } from '../session.ts';

const settingsPath = '/v1/billing-settings';
/** As the interface takes. */
const most = 1024 * 1024;

/** Keeps a picture, and has the billing settings name it. Safe to repeat: the same picture is kept once. */
export async function putLogo(session: Session, file: string): Promise<number> {
  const bytes = await inputBytes(session, file, { most, otherwise: 'save it with fewer pixels' });
  const api = session.api();
  const image = JSON.stringify({ image: bytes.toString('base64') });
  const { body: kept } = await api.call({ method: 'POST', path: '/v1/logos', body: image });
  const logo = textAt(kept, 'logo');
  const { body: settings } = await api.call({ method: 'GET', path: settingsPath });
  if (logo === undefined || !isJsonObject(settings)) {
    throw new Failure('the interface did not say what the picture is called');
  }
  const { revision: _, ...others } = settings;
  const body = JSON.stringify({ ...others, logo });
  const answer = await api.call({ method: 'PUT', path: settingsPath, body });
  if (session.isJson) session.printJson(answer.body);
  else session.shell.out(`PDFs of what is issued from now on show the picture ${logo}\n`);
  return exitCode.ok;
}
