/** A statement of a policy, with its intrinsics resolved. It is JSON, so that it can be told to another process. */
export interface PolicyStatement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: Patterns;
  readonly resources: Patterns;
  /** All of them hold. */
  readonly conditions: readonly PolicyCondition[];
}

/** Matches what one of the patterns matches; negated (`NotAction`, `NotResource`), what none of them does. */
export interface Patterns {
  readonly anyOf: readonly string[];
  readonly isNegated: boolean;
}

/** What must be so of a request. */
export interface PolicyCondition {
  readonly operator: Operator;
  readonly key: string;
  readonly values: readonly string[];
}

/** What a call needs to be allowed. */
export interface Need {
  /** `dynamodb:GetItem` */
  readonly action: string;
  /** An ARN, or `*` for what is done to none. */
  readonly resource: string;
  /** What conditions look at, besides what is so of every request. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

export type Verdict = 'allowed' | 'not allowed' | 'denied';

type Operator = keyof typeof operators;
/** A statement that is ready to be asked, of an action in lower case. */
type Rule = (need: Need) => boolean;

/** The statements of one caller, compiled. */
export interface Rules {
  readonly allow: readonly Rule[];
  readonly deny: readonly Rule[];
}

/** On AWS the SDKs speak TLS; that they do not here is for want of certificates. */
const everyRequest: Readonly<Record<string, string>> = {
  'aws:SecureTransport': 'true',
  's3:TlsVersion': '1.3',
};

const operators = {
  StringEquals: (actual: readonly string[], values: readonly string[]) =>
    actual.some((one) => values.includes(one)),
  Bool: (actual: readonly string[], values: readonly string[]) =>
    actual.some((one) => values.includes(one)),
  NumericLessThan: (actual: readonly string[], values: readonly string[]) =>
    actual.some((one) => values.some((value) => Number(one) < Number(value))),
  Null: (actual: readonly string[], values: readonly string[]) =>
    values.includes(String(actual.length === 0)),
  'ForAllValues:StringLike': (actual: readonly string[], values: readonly string[]) =>
    actual.every(matcherOf({ anyOf: values, isNegated: false })),
};

/** Keys of conditions that requests have here; of another it could not be said whether it holds. */
const keys: ReadonlySet<string> = new Set([
  ...Object.keys(everyRequest),
  's3:if-none-match',
  's3:ObjectCreationOperation',
  'dynamodb:LeadingKeys',
]);

/** Whether conditions of this kind can be decided here. */
export const isOperator = (name: string): name is Operator => Object.hasOwn(operators, name);
export const isConditionKey = (name: string): boolean => keys.has(name);

/** Compiles the statements of a caller, once for all that it asks. */
export function rulesOf(statements: readonly PolicyStatement[]): Rules {
  const of = (effect: PolicyStatement['effect']): readonly Rule[] =>
    statements.filter((statement) => statement.effect === effect).map(ruleOf);
  return { allow: of('Allow'), deny: of('Deny') };
}

/** As IAM decides: what is denied is denied, whatever else allows it, and what nothing allows is not allowed. */
export function verdictOn({ allow, deny }: Rules, asked: Need): Verdict {
  const need = { ...asked, action: asked.action.toLowerCase() };
  if (deny.some((rule) => rule(need))) return 'denied';
  return allow.some((rule) => rule(need)) ? 'allowed' : 'not allowed';
}

/** IAM tells no upper from lower case in actions, and does in resources. */
function ruleOf({ actions, resources, conditions }: PolicyStatement): Rule {
  const lower = actions.anyOf.map((action) => action.toLowerCase());
  const isAction = matcherOf({ ...actions, anyOf: lower });
  const isResource = matcherOf(resources);
  return ({ action, resource, context }) =>
    isAction(action) &&
    isResource(resource) &&
    conditions.every(({ operator, key, values }) =>
      operators[operator]([context?.[key] ?? everyRequest[key] ?? []].flat(), values),
    );
}

/** Most patterns are plain texts, and found sooner than matched. */
function matcherOf({ anyOf, isNegated }: Patterns): (text: string) => boolean {
  const plain = new Set(anyOf);
  const wild = anyOf.filter((pattern) => /[*?]/.test(pattern)).map(expressionOf);
  return (text) => (plain.has(text) || wild.some((one) => one.test(text))) !== isNegated;
}

const expressionOf = (pattern: string): RegExp => {
  const escaped = pattern.replace(/[\\^$.+()[\]{}|/-]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
};
