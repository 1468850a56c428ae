import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { invariant } from '../../core/kernel/invariant.ts';
import { type LogPolicy, policyFrom } from '../../core/tlog/policy.ts';
import type { WitnessClient } from '../../core/transparency/ask-witness.ts';
import { dynamoDbCosignedLogs } from './dynamo-db-cosigned-logs.ts';
import { outboundClient, outboundOptions } from './outbound-client.ts';

/** What stands for a policy where no witness is asked: a variable has to have some text. */
const NO_POLICY = 'none';
const ASK_MS = 5000;

/** Where witnesses are asked, whose cosignatures are wanted, and where they are kept; undefined where nobody is. */
export function witnessesOn(
  variables: Readonly<Record<'LOGS_TABLE_NAME' | 'LOG_POLICY', string>>,
  client: DynamoDBClient,
) {
  const policy = policyIn(variables.LOG_POLICY);
  if (policy === undefined) return undefined;
  const cosigned = dynamoDbCosignedLogs(client, variables.LOGS_TABLE_NAME);
  return { policy, policyText: variables.LOG_POLICY, cosigned, client: witnessClient() };
}

function policyIn(text: string): LogPolicy | undefined {
  if (text === NO_POLICY) return undefined;
  const read = policyFrom(text);
  invariant(read.kind === 'policy', 'whoever set the policy was told what is wrong with it');
  return read.policy;
}

/** Asks over the only client that calls out. */
function witnessClient(): WitnessClient {
  const outbound = outboundClient({ ...outboundOptions(), totalMs: ASK_MS });
  const headers = { 'content-type': 'text/plain; charset=utf-8' };
  return {
    async post(url, body) {
      const answer = await outbound.call({ method: 'POST', url, headers, body });
      return answer.kind === 'answered' ? answer : 'unreachable';
    },
  };
}
