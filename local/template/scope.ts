import type { CloudAssembly } from './cloud-assembly.ts';
import {
  distributionDomain,
  type Endpoints,
  executeApiOrigin,
  type Identity,
  identityOf,
  namePropertyOf,
  physicalName,
  webFunctionDomain,
} from './identity.ts';
import { resolve, type Scope } from './intrinsics.ts';
import { isObject, type Json, type JsonObject, objectAt, stringAt } from './json.ts';

/** What names mean in one stack on this machine. */
export interface StackScope extends Scope {
  nameOf(logicalId: string): string;
  identityOf(logicalId: string): Identity;
  /** Resolves a value, and leads the API's address on AWS to the local one. */
  resolve(value: Json | undefined, where: string): Json | undefined;
}

/** The scope of the assembly's template. Identities are made once, when first asked for. */
export function stackScope(assembly: CloudAssembly, endpoints: Endpoints): StackScope {
  const { template } = assembly;
  const section = (name: string): JsonObject => objectAt(template[name] ?? {}, name);
  const [resources, conditions, mappings] = [
    section('Resources'),
    section('Conditions'),
    section('Mappings'),
  ];
  const identities = new Map<string, Identity>();
  const variables = { ...parameterDefaults(section('Parameters')), ...pseudoParameters(assembly) };

  let origins: Origins | undefined;
  const scope: StackScope = {
    nameOf: (logicalId) => nameOf(resourceAt(resources, logicalId), assembly.stackName, scope),
    identityOf: (logicalId) => {
      const known = identities.get(logicalId);
      if (known !== undefined) return known;
      const resource = resourceAt(resources, logicalId);
      const made = identityOf({
        type: resource.type,
        name: scope.nameOf(logicalId),
        region: assembly.region,
        account: assembly.account,
        endpoints,
        parentArn: parentArnOf(resource, assembly, scope),
      });
      identities.set(logicalId, made);
      return made;
    },
    resolve: (value, where) => {
      origins ??= localOrigins(resources, { assembly, endpoints, scope });
      return localized(resolve(value, where, scope), origins);
    },
    ref: (name, where) => {
      if (name === 'AWS::NoValue') return undefined;
      if (Object.hasOwn(variables, name)) return variables[name];
      if (resources[name] !== undefined) return scope.identityOf(name).ref;
      throw new Error(`${where} has a Ref to ${name}, for which there is no resource and no value`);
    },
    attribute: (logicalId, name, where) => {
      if (resources[logicalId] === undefined) {
        throw new Error(`${where} has a Fn::GetAtt of ${logicalId}, which is not in this stack`);
      }
      const value = scope.identityOf(logicalId).attributes[name];
      if (value !== undefined) return value;
      const { type } = resourceAt(resources, logicalId);
      throw new Error(
        `${where} has a Fn::GetAtt of ${logicalId}.${name}, which the local runtime does not have for ${type}`,
      );
    },
    condition: (name, where) => {
      const condition = conditions[name];
      if (condition === undefined)
        throw new Error(`${where} names condition ${name}, not declared`);
      return resolve(condition, `Conditions.${name}`, scope) === true;
    },
    mapping: (map, key, name, where) => {
      const value = objectAt(objectAt(mappings[map], `${where}: ${map}`)[key], `${map}.${key}`)[
        name
      ];
      if (value === undefined)
        throw new Error(`${where} asks for ${map}.${key}.${name}, not there`);
      return value;
    },
  };
  return scope;
}

interface RawResource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: JsonObject;
}

function resourceAt(resources: JsonObject, logicalId: string): RawResource {
  const raw = objectAt(resources[logicalId], logicalId);
  const properties = raw['Properties'];
  return {
    logicalId,
    type: stringAt(raw['Type'], `${logicalId}.Type`),
    properties: isObject(properties) ? properties : {},
  };
}

function nameOf(resource: RawResource, stackName: string, scope: Scope): string {
  const property = namePropertyOf(resource.type);
  const given = property === undefined ? undefined : resource.properties[property];
  if (given === undefined) return physicalName(resource.type, stackName, resource.logicalId);
  const where = `${resource.logicalId}.${String(property)}`;
  return stringAt(resolve(given, where, scope), where);
}

/** Versions and aliases say which function they are of, by name or by ARN. */
function parentArnOf(
  { logicalId, type, properties }: RawResource,
  { region, account }: CloudAssembly,
  scope: Scope,
): string | undefined {
  if (type !== 'AWS::Lambda::Version' && type !== 'AWS::Lambda::Alias') return undefined;
  const where = `${logicalId}.FunctionName`;
  const name = stringAt(resolve(properties['FunctionName'], where, scope), where);
  return name.startsWith('arn:') ? name : `arn:aws:lambda:${region}:${account}:function:${name}`;
}

/** Parameters without a default are left out: naming one is then an error that says where. */
function parameterDefaults(parameters: JsonObject): Record<string, Json> {
  const defaults: Record<string, Json> = {};
  for (const [name, parameter] of Object.entries(parameters)) {
    const value = objectAt(parameter, `Parameters.${name}`)['Default'];
    if (value !== undefined) defaults[name] = value;
  }
  return defaults;
}

function pseudoParameters({ region, account, stackName }: CloudAssembly): Record<string, Json> {
  return {
    'AWS::Region': region,
    'AWS::AccountId': account,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stackName,
    'AWS::StackId': `arn:aws:cloudformation:${region}:${account}:stack/${stackName}/local`,
    'AWS::NotificationARNs': [],
  };
}

type Origins = readonly (readonly [there: string, here: string])[];

interface Localizing {
  readonly assembly: CloudAssembly;
  readonly endpoints: Endpoints;
  readonly scope: StackScope;
}

/** Addresses that the stack has on AWS, and what takes their place on this machine. */
const localOrigins = (
  resources: JsonObject,
  { assembly, endpoints: { httpApi, webFunction }, scope }: Localizing,
): Origins => [
  ...executeApiOrigins(resources, assembly, scope).map((origin) => [origin, httpApi] as const),
  ...webFunctionOrigins(resources, assembly, scope).map((origin) => [origin, webFunction] as const),
  // The address of this machine answers what a distribution does.
  ...distributionOrigins(resources, scope).map((origin) => [origin, httpApi] as const),
];

function executeApiOrigins(
  resources: JsonObject,
  { region }: CloudAssembly,
  scope: StackScope,
): readonly string[] {
  return Object.keys(resources)
    .filter((logicalId) => resourceAt(resources, logicalId).type === 'AWS::ApiGatewayV2::Api')
    .map((logicalId) => executeApiOrigin(scope.identityOf(logicalId).ref, region));
}

function webFunctionOrigins(
  resources: JsonObject,
  { region }: CloudAssembly,
  scope: StackScope,
): readonly string[] {
  return Object.keys(resources)
    .filter(
      (logicalId) => resourceAt(resources, logicalId).type === 'AWS::Lambda::WebFunctionEndpoint',
    )
    .map((logicalId) => `https://${webFunctionDomain(scope.nameOf(logicalId), region)}`);
}

const distributionOrigins = (resources: JsonObject, scope: StackScope): readonly string[] =>
  Object.keys(resources)
    .filter(
      (logicalId) => resourceAt(resources, logicalId).type === 'AWS::CloudFront::Distribution',
    )
    .map((logicalId) => `https://${distributionDomain(scope.nameOf(logicalId))}`);

/** The value, with each address on AWS as the one on this machine. */
function localized(value: Json | undefined, origins: Origins): Json | undefined {
  if (typeof value === 'string') {
    return origins.reduce((text, [there, here]) => text.replaceAll(there, here), value);
  }
  if (Array.isArray(value)) {
    return (value as readonly Json[]).map((item) => localized(item, origins) ?? null);
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, localized(item, origins) ?? null]),
  );
}
