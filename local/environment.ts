import type { FunctionDefinition } from './template/functions.ts';

/** What an AWS SDK needs to talk to the runtime instead of AWS. */
export interface SdkEndpoints {
  readonly dynamoDb: string;
  readonly sqs: string;
  readonly ssm: string;
  readonly kms: string;
  /** Lambda's Invoke API is on the runtime's own port. */
  readonly lambda: string;
}

/**
 * Environment variables that the AWS SDKs read by themselves. The id of the access key is what the runtime and its
 * engines know their callers by; no signature is checked.
 */
export const sdkEnvironment = (
  { dynamoDb, sqs, ssm, kms, lambda }: SdkEndpoints,
  { region, accessKeyId }: { readonly region: string; readonly accessKeyId: string },
): Record<string, string> => ({
  AWS_ENDPOINT_URL_DYNAMODB: dynamoDb,
  AWS_ENDPOINT_URL_SQS: sqs,
  AWS_ENDPOINT_URL_S3: sqs,
  AWS_ENDPOINT_URL_SSM: ssm,
  AWS_ENDPOINT_URL_KMS: kms,
  AWS_ENDPOINT_URL_LAMBDA: lambda,
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_EC2_METADATA_DISABLED: 'true',
  // A person's own profiles must not lead functions to a real account.
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
});

/** What Lambda itself sets. */
export const lambdaEnvironment = (definition: FunctionDefinition): Record<string, string> => ({
  AWS_LAMBDA_FUNCTION_NAME: definition.name,
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMb),
  AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${definition.name}`,
  AWS_LAMBDA_LOG_STREAM_NAME: 'local',
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  LAMBDA_TASK_ROOT: definition.code.kind === 'module' ? definition.code.folder : '',
});

/** The discard port of this machine: nobody answers there. */
const NOBODY = 'http://127.0.0.1:9';

/**
 * What functions are told by nobody but a local runtime: that they may call this very machine, and that AWS Marketplace
 * is nowhere, but where a product says so.
 */
export const localEnvironment: Readonly<Record<string, string>> = {
  OUTBOUND_LOOPBACK: 'allowed',
  AWS_ENDPOINT_URL_MARKETPLACE_METERING: NOBODY,
  AWS_ENDPOINT_URL_MARKETPLACE_ENTITLEMENT_SERVICE: NOBODY,
};
