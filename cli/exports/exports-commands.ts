import { randomUUID } from 'node:crypto';
import type { CommandLine } from '../command-line.ts';
import { exitCode, Failure } from '../failure.ts';
import type { Api } from '../http/api.ts';
import { isJsonObject, type JsonObject, numberAt, textAt } from '../http/json.ts';
import { wholeList } from '../http/pages.ts';
import { counted } from '../output/numbers.ts';
import { type Progress, progressBar } from '../output/progress.ts';
import { writeOut } from '../output-file.ts';
import type { Session } from '../session.ts';
import type { Shell } from '../shell.ts';
import { type ItemColumn, showItem, showList } from '../show.ts';
import { type ExportedFile, exportedFileIn, fetchMissing, partsOf } from './fetch-files.ts';

interface Days {
  readonly from?: string;
  readonly to?: string;
}

interface Folder {
  readonly output?: string;
}

const pollMs = { first: 200, max: 2_000 } as const;
/** An export that makes no progress for so long is left to itself: it goes on without anybody watching. */
const patienceMs = 600_000;

export function addExportCommands({ program, run }: CommandLine): void {
  const days = { from: '--from <day>', to: '--to <day>' } as const;
  program
    .command('export')
    .description('Export sealed usage, invoices and the books as Parquet files; what is new alone')
    .option(days.from, 'the first day of usage, of UTC; the first that there is where left out')
    .option(days.to, 'the last day of usage; today where left out')
    .option('-o, --output <folder>', 'then fetch the files that are not in this folder')
    .action(run(exportAll));
  const exports = program
    .command('exports')
    .description('What was exported as Parquet files, and how far exports are.');
  exports
    .command('list')
    .description('The exports of the last weeks')
    .action(run((session) => showList(session, lists.exports, exportColumns)));
  exports
    .command('get')
    .description('One export')
    .argument('<export>', 'its id')
    .action(run((session, id: string) => showItem(session, '/v1/exports', id)));
  exports
    .command('files')
    .description('The files that were exported')
    .option(days.from, 'of usage from this day on')
    .option(days.to, 'of usage up to this day')
    .action(
      run((session, query: Days) =>
        showList(session, { ...lists.files, query: { ...query } }, fileColumns),
      ),
    );
  exports
    .command('fetch')
    .description('One file')
    .argument('<path>', 'as `exports files` says it')
    .option('-o, --output <file>', 'where to put it; - for standard output')
    .action(
      run((session, path: string, { output }: Folder) =>
        writeOut(session, partsOf(session.api(), path), output),
      ),
    );
}

const lists = {
  exports: { path: '/v1/exports', member: 'exports' },
  files: { path: '/v1/exports/files', member: 'files' },
} as const;

const text =
  (name: string) =>
  (item: JsonObject): string =>
    textAt(item, name) ?? '';
const number =
  (name: string) =>
  (item: JsonObject): string =>
    String(numberAt(item, name) ?? '');

const exportColumns: readonly ItemColumn[] = [
  { title: 'export', cell: text('id') },
  { title: 'state', cell: text('state') },
  { title: 'asked by', cell: text('reason') },
  { title: 'asked at', cell: text('askedAt') },
  { title: 'reached', cell: text('reached') },
  { title: 'files', align: 'right', cell: number('files') },
  { title: 'rows', align: 'right', cell: number('rows') },
];

const fileColumns: readonly ItemColumn[] = [
  { title: 'file', cell: text('path') },
  { title: 'rows', align: 'right', cell: number('rows') },
  { title: 'bytes', align: 'right', cell: number('bytes') },
];

async function exportAll(session: Session, { output, ...days }: Days & Folder): Promise<number> {
  const { shell } = session;
  const api = session.api();
  const bar = progressBar(shell, 'exporting');
  const done = await runExport(api, shell, days, bar.update).finally(bar.end);
  const [files, rows] = [numberAt(done, 'files') ?? 0, numberAt(done, 'rows') ?? 0];
  const fetched = output === undefined ? undefined : await fetchTo(session, days, output);
  if (session.isJson) {
    session.printJson(fetched === undefined ? done : { ...done, fetched });
    return exitCode.ok;
  }
  shell.out(
    files === 0
      ? 'nothing is new: all that is sealed is exported\n'
      : `${counted(files, 'file')} with ${counted(rows, 'row')} exported\n`,
  );
  if (fetched !== undefined) shell.out(fetchedLine(fetched, output ?? ''));
  else
    shell.out(
      `see them: ${session.farthing} exports files; fetch them: ${session.farthing} export -o <folder>\n`,
    );
  return exitCode.ok;
}

const fetchedLine = ({ files, had }: Fetched, folder: string): string =>
  `${counted(files, 'file')} fetched into ${folder}; ${counted(had, 'file')} there before\n`;

interface Fetched {
  readonly files: number;
  readonly had: number;
}

async function fetchTo(session: Session, days: Days, folder: string): Promise<Fetched> {
  const api = session.api();
  const { items } = await wholeList(api, { ...lists.files, query: { ...days } });
  const files = items
    .map(exportedFileIn)
    .filter((file): file is ExportedFile => file !== undefined);
  const bar = progressBar(session.shell, 'fetching');
  const fetched = await fetchMissing(
    { api, directory: session.shell.workingDirectory, folder },
    files,
    (count) => bar.update({ fraction: count / files.length, note: `${count} of ${files.length}` }),
  ).finally(bar.end);
  return { files: fetched, had: files.length - fetched };
}

/** Begins an export, and waits until it is done. */
async function runExport(
  api: Api,
  shell: Shell,
  days: Days,
  onProgress: (progress: Progress) => void,
): Promise<JsonObject> {
  const { body } = await api.call({
    ...{ method: 'POST', path: '/v1/exports', body: JSON.stringify(days) },
    idempotencyKey: randomUUID(),
  });
  const id = textAt(body, 'id') ?? '';
  let movedAt = shell.now();
  let known = '';
  for (let pause: number = pollMs.first; ; pause = Math.min(2 * pause, pollMs.max)) {
    const { body: at } = await api.call({ method: 'GET', path: `/v1/exports/${id}` });
    if (!isJsonObject(at)) throw new Failure('the export was not answered with a JSON object');
    if (textAt(at, 'state') !== 'running') return at;
    const standing = `${number('files')(at)} files, usage up to ${text('reached')(at)}`;
    if (standing !== known) [known, movedAt] = [standing, shell.now()];
    if (shell.now() - movedAt > patienceMs) {
      throw new Failure(
        `${id} is not done yet, and goes on: look again with \`farthing exports get ${id}\``,
      );
    }
    onProgress({ note: standing });
    await shell.sleep(pause);
  }
}
