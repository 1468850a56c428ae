import {
  type AddToPrincipalPolicyResult,
  PolicyDocument,
  type PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/**
 * A role that has what it is granted within itself. CDK makes another resource of that, of which there would be as many
 * as there are roles, and a stack may have 500. See docs/decisions/0320-a-stack-keeps-room.md.
 */
export class OwnRole extends Role {
  private readonly granted: PolicyDocument;

  /** `service` is who may take the role: `lambda.amazonaws.com`. */
  constructor(scope: Construct, id: string, service: string) {
    const granted = new PolicyDocument();
    super(scope, id, {
      assumedBy: new ServicePrincipal(service),
      // Not as CDK calls the policy of such a resource: where there was one, CloudFormation deletes it afterwards.
      inlinePolicies: { Granted: granted },
    });
    this.granted = granted;
  }

  /** Every grant comes here. */
  override addToPrincipalPolicy(statement: PolicyStatement): AddToPrincipalPolicyResult {
    this.granted.addStatements(statement);
    return { statementAdded: true, policyDependable: this };
  }
}
