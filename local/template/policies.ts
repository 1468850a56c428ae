import {
  isConditionKey,
  isOperator,
  type Patterns,
  type PolicyCondition,
  type PolicyStatement,
} from '../grants/rules.ts';
import { isObject, type Json, listAt, objectAt, stringAt } from './json.ts';
import type { Properties } from './properties.ts';
import type { Resource, Template } from './template.ts';

/** What the stack's policies let its roles do. */
export interface Policies {
  /** The statements that hold for a role, by its ARN: its own, and those of queues and buckets. */
  of(roleArn: string | undefined): readonly PolicyStatement[];
}

/** Policies of AWS that allow nothing of what is emulated here: logs, traces, network interfaces. */
const harmless =
  /:iam::aws:policy\/(?:service-role\/AWSLambda(?:BasicExecutionRole|VPCAccessExecutionRole)|AWSXRayDaemonWriteAccess)$/;

/** Reads the policies of the template; those of a role when it is asked for, as the others concern nobody here. */
export function readPolicies(template: Template): Policies {
  const ofResources = resourcePolicies(template);
  const known = new Map<string, readonly PolicyStatement[]>();
  const read = (roleArn: string): readonly PolicyStatement[] => {
    const role = template.ofType('AWS::IAM::Role').find(({ arn }) => arn === roleArn);
    return [
      ...(role === undefined ? [] : identityPolicies(role, template)),
      ...ofResources.filter(({ appliesTo }) => appliesTo(roleArn)).map((one) => one.read()),
    ];
  };
  return {
    of: (roleArn) => {
      if (roleArn === undefined) return [];
      const statements = known.get(roleArn) ?? read(roleArn);
      known.set(roleArn, statements);
      return statements;
    },
  };
}

function identityPolicies(role: Resource, template: Template): readonly PolicyStatement[] {
  const { properties, logicalId } = role;
  if (properties.has('PermissionsBoundary')) {
    throw new Error(
      `${logicalId} has a PermissionsBoundary, which the local runtime does not know`,
    );
  }
  const attached = properties.strings('ManagedPolicyArns').filter((arn) => !harmless.test(arn));
  const managed = template.ofType('AWS::IAM::ManagedPolicy');
  const foreign = attached.find((arn) => !managed.some((policy) => isNamed(policy, arn)));
  if (foreign !== undefined) {
    throw new Error(
      `${logicalId} has the policy ${foreign}, whose statements are not in this stack`,
    );
  }
  const documents = [
    ...[...template.ofType('AWS::IAM::Policy'), ...managed]
      .filter(
        (policy) =>
          policy.properties.strings('Roles').includes(role.name) ||
          attached.some((arn) => isNamed(policy, arn)),
      )
      .map((policy) => policy.properties),
    ...properties.objects('Policies'),
  ];
  return documents.flatMap((policy) => statementsIn(policy).map((one) => statementOf(one)));
}

const isNamed = ({ ref, arn }: Resource, given: string): boolean => given === ref || given === arn;

interface ResourceStatement {
  appliesTo(roleArn: string): boolean;
  read(): PolicyStatement;
}

/** Within one account, what the policy of a queue or a bucket allows or denies a role counts as the role's own. */
function resourcePolicies(template: Template): readonly ResourceStatement[] {
  const arnsOf = (policy: Resource, name: string, type: string): readonly string[] => {
    const targets =
      name === 'Bucket' ? [policy.properties.string(name)] : policy.properties.strings(name);
    return template.ofType(type).flatMap(({ ref, arn }) => (targets.includes(ref) ? [arn] : []));
  };
  return [
    ...template
      .ofType('AWS::SQS::QueuePolicy')
      .map((policy) => ({ policy, arns: arnsOf(policy, 'Queues', 'AWS::SQS::Queue') })),
    ...template.ofType('AWS::S3::BucketPolicy').map((policy) => ({
      policy,
      arns: arnsOf(policy, 'Bucket', 'AWS::S3::Bucket').flatMap((arn) => [arn, `${arn}/*`]),
    })),
  ].flatMap(({ policy, arns }) =>
    statementsIn(policy.properties).map((statement) => ({
      appliesTo: (roleArn) => isPrincipal(statement, roleArn),
      read: () => {
        const read = statementOf(statement);
        // Everything, to a resource, is itself.
        return read.resources.anyOf.includes('*')
          ? { ...read, resources: { ...read.resources, anyOf: arns } }
          : read;
      },
    })),
  );
}

function isPrincipal(statement: Properties, roleArn: string): boolean {
  if (statement.has('NotPrincipal')) {
    throw new Error(`${statement.where} has NotPrincipal, which the local runtime does not know`);
  }
  const principal = statement.json('Principal');
  if (principal === '*') return true;
  const aws = isObject(principal) ? textsIn(principal['AWS'], `${statement.where}.Principal`) : [];
  return aws.some((one) => one === '*' || one === roleArn);
}

const statementsIn = (policy: Properties): readonly Properties[] =>
  policy.object('PolicyDocument').objects('Statement');

function statementOf(statement: Properties): PolicyStatement {
  const effect = statement.string('Effect');
  if (effect !== 'Allow' && effect !== 'Deny') {
    throw new Error(`${statement.where}.Effect must be Allow or Deny, got ${effect}`);
  }
  return {
    effect,
    actions: patternsIn(statement, 'Action'),
    resources: patternsIn(statement, 'Resource'),
    conditions: conditionsIn(statement),
  };
}

function patternsIn(statement: Properties, name: 'Action' | 'Resource'): Patterns {
  const isNegated = statement.has(`Not${name}`);
  const where = `${statement.where}.${isNegated ? 'Not' : ''}${name}`;
  const anyOf = textsIn(statement.json(isNegated ? `Not${name}` : name), where);
  const variable = anyOf.find((pattern) => pattern.includes('${'));
  if (variable !== undefined) {
    throw new Error(`${where} has a variable, which the local runtime does not know: ${variable}`);
  }
  return { anyOf, isNegated };
}

function conditionsIn(statement: Properties): readonly PolicyCondition[] {
  const where = `${statement.where}.Condition`;
  return Object.entries(objectAt(statement.json('Condition') ?? {}, where)).flatMap(
    ([operator, byKey]) =>
      Object.entries(objectAt(byKey, `${where}.${operator}`)).map(
        ([key, values]): PolicyCondition => {
          if (isOperator(operator) && isConditionKey(key)) {
            return { operator, key, values: textsIn(values, `${where}.${operator}.${key}`) };
          }
          throw new Error(
            `${where} is ${operator} of ${key}, which the local runtime cannot decide`,
          );
        },
      ),
  );
}

/** A list, or its one item by itself. */
const textsIn = (value: Json | undefined, where: string): readonly string[] =>
  (Array.isArray(value) || value === undefined ? listAt(value, where) : [value]).map((item) =>
    stringAt(item, where),
  );
