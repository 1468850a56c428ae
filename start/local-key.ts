import type { LocalStack } from '../cli/connection.ts';
import { Failure } from '../cli/failure.ts';
import { httpApi } from '../cli/http/api.ts';
import { isJsonObject, textAt } from '../cli/http/json.ts';
import { AnswerFailure, problemFrom } from '../cli/http/problem.ts';
import type { Shell } from '../cli/shell.ts';
import { scopes } from '../core/contract/route.ts';
import type { LocalRuntime } from './runtime-port.ts';

/** Whose data the demo is. */
export const demoTenant = 'demo';

/** A key, and whose it is. */
export type TenantKey = Pick<LocalStack, 'tenant' | 'apiKey'>;

/** The key that is known if it still works and may do everything, otherwise a new one: scopes come with versions. */
export async function localKey(
  runtime: LocalRuntime,
  {
    shell,
    known,
    tenant = demoTenant,
  }: { shell: Shell; known: TenantKey | undefined; tenant?: string },
): Promise<TenantKey> {
  if (known !== undefined && (await mayDoAll(runtime, known, shell))) {
    return { tenant: known.tenant, apiKey: known.apiKey };
  }
  const payload = { action: 'create', tenant, scopes };
  const answer = await runtime.invoke(issueKeysFunctionOf(runtime), payload);
  const apiKey = textAt(answer, 'key');
  if (apiKey !== undefined) return { tenant, apiKey };
  const problem = isJsonObject(answer) ? answer['problem'] : undefined;
  throw problemFrom(0, problem) ?? new Failure(`no key was made: ${JSON.stringify(answer)}`);
}

/** The output of the stack that names the function which makes keys. */
export function issueKeysFunctionOf({ outputs }: LocalRuntime): string {
  const name = outputs['IssueKeysFunctionName'];
  if (name === undefined) throw new Failure('the stack has no output IssueKeysFunctionName');
  return name;
}

/** One that was made before a scope there is now lacks it. One that is listed nowhere yet was made a moment ago. */
async function mayDoAll(runtime: LocalRuntime, known: TenantKey, shell: Shell): Promise<boolean> {
  if (!(await works(runtime.url, known.apiKey, shell))) return false;
  const payload = { action: 'list', tenant: known.tenant };
  const answer = await runtime.invoke(issueKeysFunctionOf(runtime), payload);
  const keys = isJsonObject(answer) && Array.isArray(answer['keys']) ? answer['keys'] : [];
  const [, , keyId] = known.apiKey.split('_');
  const own = keys.filter(isJsonObject).find((key) => key['keyId'] === keyId)?.['scopes'];
  return !Array.isArray(own) || scopes.every((scope) => own.includes(scope));
}

async function works(url: string, apiKey: string, shell: Shell): Promise<boolean> {
  try {
    await httpApi({ url, apiKey, shell }).call({ method: 'GET', path: '/v1/meters' });
    return true;
  } catch (error) {
    if (error instanceof AnswerFailure && [401, 403].includes(error.status)) return false;
    throw error;
  }
}
