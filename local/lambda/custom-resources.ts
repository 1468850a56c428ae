import { randomUUID } from 'node:crypto';
import { readBody } from '../http/read-body.ts';
import { startServer } from '../http/server.ts';
import type { CustomResourceDefinition } from '../template/custom-resources.ts';
import { isObject, type Json, parseJson } from '../template/json.ts';
import type { Functions } from './functions.ts';

/** CloudFormation takes no longer answer. */
const answerBytesMax = 4096;

/**
 * Has a function make its custom resource, as the first deploy of a stack does, and waits for its answer: the function
 * sends it before it ends. Rejects where it says that it failed, or says nothing.
 */
export async function makeCustomResource(
  { path, logicalId, type, functionName, stackId, properties }: CustomResourceDefinition,
  { functions, onLog }: { readonly functions: Functions; readonly onLog: (line: string) => void },
): Promise<void> {
  const pool = functions.find(functionName);
  if (pool === undefined) throw new Error(`${path} is made by ${functionName}, not here`);
  const answers: Json[] = [];
  const server = await startServer(0, onLog);
  server.serve(async (request) => {
    const body = await readBody(request, answerBytesMax);
    if (body !== undefined) answers.push(parseJson(body.toString()));
    return { status: body === undefined ? 400 : 200, headers: {}, body: Buffer.alloc(0) };
  });
  try {
    const { failure, payload } = await pool.invoke(
      JSON.stringify({
        RequestType: 'Create',
        RequestId: randomUUID(),
        ResponseURL: `${server.origin}/answer`,
        StackId: stackId,
        LogicalResourceId: logicalId,
        ResourceType: type,
        ResourceProperties: properties,
      }),
    );
    if (failure !== undefined) throw new Error(`${path} was not made: ${payload}`);
    const [answer] = answers;
    if (!isObject(answer)) throw new Error(`${path} was not made: there was no answer`);
    if (answer['Status'] === 'SUCCESS') return;
    throw new Error(`${path} was not made: ${String(answer['Reason'] ?? 'it did not say why')}`);
  } finally {
    await server.close(0);
  }
}
