import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure } from '../cli/failure.ts';
import { type Api, httpApi } from '../cli/http/api.ts';
import { textAt } from '../cli/http/json.ts';
import { documentName } from '../cli/invoices/keep-documents.ts';
import type { Progress } from '../cli/output/progress.ts';
import type { Shell } from '../cli/shell.ts';
import { payDemo } from './demo/pay-payees.ts';
import { demoTenant, issueKeysFunctionOf } from './local-key.ts';
import type { LocalRuntime } from './runtime-port.ts';
import { idleOf } from './waits.ts';

interface Place {
  readonly runtime: LocalRuntime;
  readonly api: Api;
  readonly directory: string;
  readonly shell: Shell;
}

/** Below the data directory: what authors are told, and the file by which a bank pays them. */
export const statementsFolder = 'statements';
export const payoutFile = (month: string): string => join('payouts', `${month}.xml`);

/** Has the authors told of the demo’s month and paid, and keeps the documents of that. */
export async function payAuthors(
  { runtime, api, directory, shell }: Place,
  month: string,
  onProgress: (progress: Progress) => void,
): Promise<void> {
  const approving = httpApi({ url: api.url, apiKey: await otherKey(runtime), shell });
  const settled = (): Promise<void> => idleOf(runtime, onProgress);
  const { statements, run } = await payDemo({ api, approving, month, settled });
  if (run !== undefined) await keep(join(directory, payoutFile(month)), run.file);
  for (const statement of statements) {
    onProgress({ note: 'keeping their statements' });
    const id = textAt(statement, 'id') ?? '';
    const path = `/v1/payee-statements/${encodeURIComponent(id)}`;
    const { bytes } = await api.call({ method: 'GET', path, accept: 'application/pdf' });
    const name = documentName(`${month}-${textAt(statement, 'payee') ?? id}`, 'pdf');
    await keep(join(directory, statementsFolder, name), bytes);
  }
}

/** A key of the person who agrees to a run: with the one that prepared it, nobody may. */
async function otherKey(runtime: LocalRuntime): Promise<string> {
  const answer = await runtime.invoke(issueKeysFunctionOf(runtime), {
    ...{ action: 'create', tenant: demoTenant, name: 'approves the demo’s payouts' },
    scopes: ['billing:read', 'payouts:approve'],
  });
  const key = textAt(answer, 'key');
  if (key === undefined) throw new Failure(`no key was made: ${JSON.stringify(answer)}`);
  return key;
}

async function keep(file: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
}
