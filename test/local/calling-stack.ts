import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A function that makes the calls that it is told to make. */
const code = `
import * as DynamoDB from '@aws-sdk/client-dynamodb';
import * as Lambda from '@aws-sdk/client-lambda';
import * as S3 from '@aws-sdk/client-s3';
import * as SQS from '@aws-sdk/client-sqs';
const clients = {
  DynamoDB: new DynamoDB.DynamoDBClient({}), Lambda: new Lambda.LambdaClient({}),
  S3: new S3.S3Client({}), SQS: new SQS.SQSClient({}),
};
const sdks = { DynamoDB, Lambda, S3, SQS };
export const handler = async ({ service, command, input }) => {
  try {
    await clients[service].send(new sdks[service][command + 'Command'](input));
    return 'done';
  } catch (error) {
    return { name: error.name, status: error.$metadata?.httpStatusCode, message: error.message };
  }
};
`;

const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const below = (id: string, rest: string) => ({ 'Fn::Join': ['', [arnOf(id), rest]] });
export const allow = (Action: readonly string[], Resource: unknown) => ({
  Effect: 'Allow',
  Action,
  Resource,
});
export const document = (...Statement: readonly object[]) => ({ PolicyDocument: { Statement } });
export const role = (more: object = {}) => ({ Type: 'AWS::IAM::Role', Properties: more });
const lambda = (roleId: string) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: arnOf(roleId),
    MemorySize: 256,
    Timeout: 20,
  },
  Metadata: { 'aws:asset:path': 'code' },
});

/** `Granted` may do what the calls below need, `Stranger` nothing, `Reader` read objects and not list them. */
const resources = {
  Books: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'kind', AttributeType: 'S' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'ByKind',
          KeySchema: [{ AttributeName: 'kind', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    },
  },
  Orders: { Type: 'AWS::SQS::Queue', Properties: {} },
  Docs: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'docs' } },
  DocsPolicy: {
    Type: 'AWS::S3::BucketPolicy',
    Properties: {
      Bucket: { Ref: 'Docs' },
      ...document(
        {
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Action: 's3:*',
          Resource: [arnOf('Docs'), below('Docs', '/*')],
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:PutObject',
          Resource: below('Docs', '/*'),
          Condition: {
            Null: { 's3:if-none-match': 'true' },
            Bool: { 's3:ObjectCreationOperation': 'true' },
          },
        },
        { ...allow(['s3:*'], '*'), Principal: { Service: 'logging.s3.amazonaws.com' } },
      ),
    },
  },
  GrantedRole: role(),
  StrangerRole: role(),
  ReaderRole: role({
    ManagedPolicyArns: [
      {
        'Fn::Sub': `arn:\${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole`,
      },
      { Ref: 'MayRead' },
    ],
  }),
  GrantedPolicy: {
    Type: 'AWS::IAM::Policy',
    Properties: {
      Roles: [{ Ref: 'GrantedRole' }],
      ...document(
        allow(['dynamodb:PutItem', 'dynamodb:BatchGetItem'], arnOf('Books')),
        allow(['dynamodb:Query'], below('Books', '/index/ByKind')),
        allow(['sqs:SendMessage'], arnOf('Orders')),
        allow(['s3:PutObject', 's3:GetObject'], below('Docs', '/*')),
        allow(['s3:ListBucket'], { 'Fn::Sub': `\${Docs.Arn}` }),
        allow(['lambda:InvokeFunction'], arnOf('Stranger')),
      ),
    },
  },
  MayRead: {
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: document(allow(['s3:Get*'], below('Docs', '/*'))),
  },
  Granted: lambda('GrantedRole'),
  Stranger: lambda('StrangerRole'),
  Reader: lambda('ReaderRole'),
};

/** Writes the assembly of the stack, changed so, into a folder, as CDK would write it. */
export function writeCallingStack(made: string, changed: object = {}): void {
  const write = (file: string, text: string): void => {
    writeFileSync(join(made, file), text);
  };
  mkdirSync(join(made, 'code'));
  write('code/index.mjs', code);
  const stack = {
    type: 'aws:cloudformation:stack',
    environment: 'aws://unknown-account/eu-west-1',
    properties: { templateFile: 'Shop.template.json' },
  };
  write('manifest.json', JSON.stringify({ artifacts: { Shop: stack } }));
  const Outputs = { Url: { Value: { Ref: 'Orders' } } };
  write('Shop.template.json', JSON.stringify({ Resources: { ...resources, ...changed }, Outputs }));
}
