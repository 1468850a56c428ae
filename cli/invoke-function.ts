import { InvokeCommand, LambdaClient, type LambdaClientConfig } from '@aws-sdk/client-lambda';
import { Failure } from './failure.ts';
import type { JsonObject } from './http/json.ts';

interface Invocation {
  readonly functionName: string;
  readonly payload: JsonObject;
  /** Variables that lead to a local stack; undefined for AWS, as the machine is set up. */
  readonly environment: Readonly<Record<string, string>> | undefined;
  /** How long the answer is waited for. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 30_000;

/** Invokes a Lambda function and waits for its answer, as JSON text. */
export async function invokeFunction({
  functionName,
  payload,
  environment,
  timeoutMs = TIMEOUT_MS,
}: Invocation): Promise<string> {
  const client = new LambdaClient(environment === undefined ? {} : localConfig(environment));
  try {
    const answer = await client.send(
      new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(payload) }),
      { requestTimeout: timeoutMs },
    );
    const text = answer.Payload?.transformToString() ?? '';
    if (answer.FunctionError === undefined) return text;
    throw new Failure(`${functionName} failed (${answer.FunctionError}): ${text}`);
  } catch (error) {
    if (error instanceof Failure || !(error instanceof Error)) throw error;
    throw new Failure(
      `cannot invoke ${functionName}: ${error.name}: ${error.message}. ${environment === undefined ? awsAdvice : localAdvice}`,
    );
  } finally {
    client.destroy();
  }
}

const awsAdvice = 'Check AWS_REGION, AWS_PROFILE and the permission lambda:InvokeFunction';
const localAdvice = 'Is the local stack running? Start it with `npm start`';

function localConfig(environment: Readonly<Record<string, string>>): LambdaClientConfig {
  const endpoint = environment['AWS_ENDPOINT_URL_LAMBDA'] ?? environment['AWS_ENDPOINT_URL'];
  if (endpoint === undefined) {
    throw new Failure('local.json names no AWS_ENDPOINT_URL_LAMBDA: start the local stack again');
  }
  return {
    endpoint,
    region: environment['AWS_REGION'] ?? 'us-east-1',
    credentials: {
      accessKeyId: environment['AWS_ACCESS_KEY_ID'] ?? 'local',
      secretAccessKey: environment['AWS_SECRET_ACCESS_KEY'] ?? 'local',
    },
  };
}
