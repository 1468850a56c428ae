import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { CommandLine } from '../command-line.ts';
import { exitCode, Failure } from '../failure.ts';
import { type JsonObject, textAt } from '../http/json.ts';
import { wholeList } from '../http/pages.ts';
import { ProblemFailure } from '../http/problem.ts';
import { keepDocuments } from '../invoices/keep-documents.ts';
import { counted } from '../output/numbers.ts';
import { printable } from '../output/table.ts';
import type { Session } from '../session.ts';
import { systemErrorCode } from '../system-error.ts';

type Group = ReturnType<CommandLine['program']['command']>;

interface Options {
  readonly output: string;
}

/** All that a customer needs to check its bills, in a folder. */
export const addCustomerProofs = (proofs: Group, { run }: Pick<CommandLine, 'run'>): void => {
  proofs
    .command('customer')
    .description(
      'The documents of a customer, each with its proof, and the keys: what verify takes',
    )
    .argument('<customer>', 'its key, or subject: and the subject that pays for itself')
    .option('-o, --output <folder>', 'where to write them', 'proofs')
    .action(run(keepProofs));
};

async function keepProofs(session: Session, customer: string, { output }: Options) {
  const api = session.api();
  const folder = resolve(session.shell.workingDirectory, output);
  const query = { customer };
  const { items } = await wholeList(api, { path: '/v1/invoices', member: 'invoices', query });
  // A draft is in no log.
  const names = items.filter((one) => textAt(one, 'status') !== 'draft').flatMap(nameOf);
  if (names.length === 0)
    throw new Failure(`nothing is issued to ${printable(customer)}: see farthing invoices list`);
  const onProgress = (): void => undefined;
  const kept = await keepDocuments(api, { folder, numbers: names, form: 'json', onProgress });
  const problems = [...kept.problems];
  const logs = new Set<string>();
  await written(folder, async () => {
    for (const name of names) {
      const proof = await proofOf(session, name);
      if (proof instanceof ProblemFailure) {
        problems.push(`${name}: ${proof.message}`);
        continue;
      }
      await writeFile(join(folder, `${fileOf(name)}.proof.txt`), proof);
      logs.add(/\n\n\S+?(?<path>\/v1\/logs\/\S+)\n/.exec(proof)?.groups?.['path'] ?? '');
    }
    const keys: string[] = [];
    for (const path of logs) {
      const asked = { method: 'GET', path: `${path}/key`, accept: 'text/plain' } as const;
      keys.push((await api.call(asked)).text);
    }
    await writeFile(join(folder, 'log.keys'), keys.join(''));
  });
  for (const problem of problems) session.shell.err(`${printable(problem)}\n`);
  const proven = counted(names.length - problems.length, 'document');
  if (session.isJson) session.printJson({ folder, documents: names.length, problems });
  else
    session.shell.out(
      `${output}: ${proven} with proofs. Check them: node verify/verify.mjs ${output}\n`,
    );
  return problems.length === 0 ? exitCode.ok : exitCode.failed;
}

const nameOf = (one: JsonObject): readonly string[] => {
  const name = textAt(one, 'number') ?? textAt(one, 'id');
  return name === undefined ? [] : [name];
};

const fileOf = (name: string): string => name.replaceAll(/[^\w.-]/g, '_');

async function proofOf(session: Session, name: string): Promise<string | ProblemFailure> {
  const path = `/v1/invoices/${encodeURIComponent(name)}/proof`;
  try {
    return (await session.api().call({ method: 'GET', path, accept: 'text/plain' })).text;
  } catch (error) {
    if (error instanceof ProblemFailure) return error;
    throw error;
  }
}

async function written(folder: string, work: () => Promise<void>): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await work();
  } catch (error) {
    const code = error instanceof Failure ? undefined : systemErrorCode(error);
    if (code === undefined) throw error;
    throw new Failure(`cannot write into ${folder} (${code})`);
  }
}
