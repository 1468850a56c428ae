import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { Alias, Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { NodeFunction } from '../constructs/node-function.ts';
import type { ReceiptKey } from '../settings/receipt-keys.ts';
import type { ReceiptsSettings } from '../settings/receipts.ts';
import type { Outputs } from './stage-props.ts';

/** Enough of a construct’s address to tell it from others of its stack. */
const ADDRESS_CHARACTERS = 8;

/**
 * The keys that receipts are signed with. A key stays when its stack goes: what it has signed is verified with it. Each
 * signs for a time; the next one takes over at an instant that everybody knew before.
 */
export class Receipts extends Construct {
  private readonly keys: readonly Key[];
  readonly outputs: Outputs<'ReceiptKeyAlias'>;
  /** For the environment of a function that signs. */
  readonly variables: Readonly<Record<'RECEIPT_KEYS' | 'RECEIPTS_SIGNED', string>>;

  constructor(scope: Construct, id: string, { receiptKeys, receiptsSigned }: ReceiptsSettings) {
    super(scope, id);
    const all = receiptKeys.map((one, index) => ({ ...one, key: this.key(one, index) }));
    this.keys = all.flatMap(({ key }) => key ?? []);
    this.variables = {
      RECEIPT_KEYS: all
        .map(({ from, publicKey, key }) => [from, publicKey ?? key?.keyArn].join('='))
        .join(','),
      RECEIPTS_SIGNED: receiptsSigned,
    };
    const [newest] = this.keys.slice(-1);
    if (newest === undefined) throw new Error('the last key of receiptKeys is there');
    const { aliasName } = new Alias(this, 'Alias', {
      aliasName: `farthing/${Aws.STACK_NAME}/receipts-${this.node.addr.slice(-ADDRESS_CHARACTERS)}`,
      targetKey: newest,
    });
    this.outputs = { ReceiptKeyAlias: aliasName };
  }

  /** Lets `grantee` sign with the keys, and read their public parts. */
  allowSigning(grantee: NodeFunction): void {
    Grant.addToPrincipal({
      grantee,
      actions: ['kms:GetPublicKey', 'kms:Sign'],
      resourceArns: this.keys.map(({ keyArn }) => keyArn),
    }).assertSuccess();
  }

  /** The first is `Key`; another has its instant in its id, so that it stays the same when more are added. */
  private key({ from, publicKey }: ReceiptKey, index: number): Key | undefined {
    if (publicKey !== undefined) return undefined;
    const id = index === 0 ? 'Key' : `Key${from.replaceAll(/[-:]/g, '')}`;
    return new Key(this, id, {
      description: `Signs receipts of what was charged from ${from} on`,
      keySpec: KeySpec.ECC_NIST_EDWARDS25519,
      keyUsage: KeyUsage.SIGN_VERIFY,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}
