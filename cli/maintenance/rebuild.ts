import { Option } from 'commander';
import type { RebuildRequest } from '../../core/contract/maintenance/rebuild-shapes.ts';
import { exitCode, Failure, usageFailure } from '../failure.ts';
import { isJsonObject, jsonFrom, numberAt } from '../http/json.ts';
import { problemFrom } from '../http/problem.ts';
import { counted, grouped } from '../output/numbers.ts';
import { progressBar } from '../output/progress.ts';
import { printable } from '../output/table.ts';
import type { Session } from '../session.ts';

export interface RebuildOptions {
  readonly tenant?: string;
  readonly function?: string;
}

/** A step is given as long as Lambda gives it. */
const STEP_MS_MAX = 15 * 60_000;

export const rebuildFunctionOption = (): Option =>
  new Option(
    '--function <name>',
    'the RebuildProjections function; else FARTHING_REBUILD_FUNCTION, else the local stack’s',
  );

export const rebuildTenantOption = (): Option =>
  new Option('--tenant <name>', 'whose (default: the local stack’s tenant)');

/** How far a rebuild is, from 0 to 1, where it goes on at `next`; and what the next step is about. */
export type RebuildPlace = (next: unknown) => {
  readonly fraction?: number;
  readonly part: string;
};

/**
 * Makes projections of a tenant again, step by step: each is one invocation, waited for before the next. Safe to
 * interrupt and to repeat.
 */
export async function rebuild(
  session: Session,
  options: RebuildOptions,
  { what, place }: { readonly what: RebuildRequest['what']; readonly place: RebuildPlace },
): Promise<number> {
  const tenant = options.tenant ?? session.localStack()?.tenant;
  if (tenant === undefined) throw usageFailure('name the tenant: --tenant NAME');
  const invoke = await invokerFor(session, options);
  const bar = progressBar(session.shell, what);
  const sums = { blocks: 0, compared: 0, mended: 0 };
  const step = async (next: unknown): Promise<unknown> => {
    const { fraction, part } = place(next);
    const note = `waiting for ${part}; ${grouped(sums.compared)} compared, ${grouped(sums.mended)} made again`;
    bar.update({ fraction, note });
    const answer = await invoke({ what, tenant, ...(next === undefined ? {} : { next }) });
    for (const name of ['blocks', 'compared', 'mended'] as const) {
      sums[name] += numberAt(answer, name) ?? 0;
    }
    return isJsonObject(answer) ? answer['next'] : undefined;
  };
  try {
    let next = await step(undefined);
    while (next !== undefined) next = await step(next);
  } finally {
    bar.end();
  }
  const read = counted(sums.blocks, 'block');
  const compared = counted(sums.compared, 'item');
  const report = `${tenant}: ${read} read, ${compared} compared, ${grouped(sums.mended)} made again`;
  if (session.isJson) session.printJson({ tenant, what, ...sums });
  else session.shell.out(`${printable(report)}\n`);
  return exitCode.ok;
}

/** Invokes as an operator: who may is decided by IAM, not by an API key. */
async function invokerFor(session: Session, options: RebuildOptions) {
  const named = options.function ?? session.shell.environment['FARTHING_REBUILD_FUNCTION'];
  const local = named === undefined ? session.localStack() : undefined;
  const functionName = named ?? local?.rebuildFunction;
  if (functionName === undefined || functionName === '') {
    throw usageFailure(
      'name the RebuildProjections function of the deployment: --function NAME or FARTHING_REBUILD_FUNCTION; `cdk deploy` prints it',
    );
  }
  const { invokeFunction } = await import('../invoke-function.ts');
  return async (payload: Readonly<Record<string, unknown>>): Promise<unknown> => {
    const environment = local?.environment;
    const text = await invokeFunction({
      functionName,
      payload,
      environment,
      timeoutMs: STEP_MS_MAX,
    });
    const answer = jsonFrom(text);
    const problem = isJsonObject(answer) ? answer['problem'] : undefined;
    if (problem === undefined) return answer;
    throw (
      problemFrom(0, problem) ??
      new Failure(`RebuildProjections refused: ${JSON.stringify(problem)}`)
    );
  };
}
