import type { CommandLine } from '../command-line.ts';
import { exitCode } from '../failure.ts';
import { type JsonObject, numberAt, textAt } from '../http/json.ts';
import { wholeList } from '../http/pages.ts';
import { table } from '../output/table.ts';
import type { Session } from '../session.ts';
import { aTime, timeForms } from '../times.ts';

interface AuditOptions {
  readonly from?: string;
  readonly to?: string;
  readonly key?: string;
  readonly target?: string;
}

const titles = ['time', 'who', 'did', 'answered'];

export function addAuditCommand({ program, run }: CommandLine): void {
  program
    .command('audit')
    .description('Who asked for which change of money, terms, keys or quarantine: the latest first')
    .option('--from <time>', `the first instant: ${timeForms}`, aTime)
    .option('--to <time>', 'the first instant after', aTime)
    .option('--key <key id>', 'only what was asked with this key')
    .option('--target <text>', 'only changes of what has this in its path')
    .action(run(async (session, options: AuditOptions) => showAudit(session, options)));
}

async function showAudit(session: Session, options: AuditOptions): Promise<number> {
  const { from, to, key, target = '' } = options;
  const list = { path: '/v1/audit', member: 'entries', query: { from, to } };
  const { items } = await wholeList(session.api(), list);
  const entries = items.filter(
    (entry) =>
      (key === undefined || textAt(entry, 'keyId') === key) &&
      (textAt(entry, 'target') ?? '').includes(target),
  );
  if (session.isJson) session.printJson({ entries });
  else if (entries.length === 0) session.shell.out('no change was asked for\n');
  else {
    session.shell.out(
      table(
        titles.map((title) => ({ title })),
        entries.map((entry) => [
          textAt(entry, 'at') ?? '',
          who(entry),
          what(entry),
          outcome(entry),
        ]),
      ),
    );
  }
  return exitCode.ok;
}

function who(entry: JsonObject): string {
  const key = textAt(entry, 'keyId') ?? 'an operator';
  const actor = textAt(entry, 'actor');
  return actor === undefined ? key : `${actor} (${key})`;
}

/** A route by its method and the very path; what an operator did by its name. */
function what(entry: JsonObject): string {
  const [action, target] = [textAt(entry, 'action') ?? '', textAt(entry, 'target') ?? ''];
  const [method = '', path] = action.split(' ');
  return path?.startsWith('/') === true ? `${method} ${target}` : `${action} ${target}`;
}

function outcome({ answered }: JsonObject): string {
  const status = numberAt(answered, 'status');
  if (status === undefined) return 'unknown';
  const code = textAt(answered, 'code');
  return code === undefined ? String(status) : `${status} ${code}`;
}
