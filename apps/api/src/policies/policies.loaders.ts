import { Injectable } from '@nestjs/common';
import { PoliciesReads, type Policy, type PolicyVersion } from '#policies';
import type { GraphContext } from '../graphql/context.js';
import { byKey, listsByKey, loader } from '../graphql/loaders.js';

/** Policies and their versions, for any number of parents in one statement per request and tick. */
@Injectable()
export class PoliciesLoaders {
  constructor(private readonly reads: PoliciesReads) {}

  policy(context: GraphContext, id: string): Promise<Policy | undefined> {
    return loader<string, Policy>(context, 'policy', async (ids) => byKey(await this.reads.byIds(ids), (row) => row.id)).load(id);
  }

  version(context: GraphContext, id: string): Promise<PolicyVersion | undefined> {
    const read = async (ids: readonly string[]) => byKey(await this.reads.versionsByIds(ids), (row) => row.id);
    return loader<string, PolicyVersion>(context, 'policy-version', read).load(id);
  }

  async retireReason(context: GraphContext, versionId: string): Promise<string | null> {
    const read = async (ids: readonly string[]) => byKey(await this.reads.retireReasons(ids), (row) => row.id);
    return (await loader<string, { reason: string | null }>(context, 'retire-reason', read).load(versionId))?.reason ?? null;
  }

  versionsOf(context: GraphContext, policyId: string): Promise<PolicyVersion[] | undefined> {
    const read = async (ids: readonly string[]) => listsByKey(ids, await this.reads.versionsOf(ids), (row) => row.policyId);
    return loader<string, PolicyVersion[]>(context, 'policy-versions', read).load(policyId);
  }

  inForce(context: GraphContext, policyId: string): Promise<PolicyVersion | undefined> {
    const read = async (ids: readonly string[]) => byKey(await this.reads.inForce(ids), (row) => row.policyId);
    return loader<string, PolicyVersion>(context, 'policy-in-force', read).load(policyId);
  }

  async precedentIds(context: GraphContext, versionId: string): Promise<string[]> {
    const read = async (ids: readonly string[]) => listsByKey(ids, await this.reads.precedentsOf(ids), (row) => row.policyVersionId);
    const links = await loader<string, { exceptionId: string }[]>(context, 'precedents-of-version', read).load(versionId);
    return (links ?? []).map(({ exceptionId }) => exceptionId);
  }

  /** The versions that were made from an exception, in the order of their ids. */
  async madeFrom(context: GraphContext, exceptionId: string): Promise<PolicyVersion[]> {
    const read = async (ids: readonly string[]) => listsByKey(ids, await this.reads.madeFrom(ids), (row) => row.exceptionId);
    const links = await loader<string, { policyVersionId: string }[]>(context, 'versions-made-from', read).load(exceptionId);
    const found = await Promise.all((links ?? []).map(({ policyVersionId }) => this.version(context, policyVersionId)));
    return found.filter((version) => version !== undefined);
  }

  /** The policies that hold an exception, the oldest first. */
  async holding(context: GraphContext, exceptionId: string): Promise<Policy[]> {
    const read = async (ids: readonly string[]) => listsByKey(ids, await this.reads.holding(ids), (row) => row.exceptionId);
    const holds = await loader<string, { policyId: string }[]>(context, 'policies-holding', read).load(exceptionId);
    return this.ofRows(context, holds ?? []);
  }

  /** The policies that some rows name, in their order. */
  async ofRows(context: GraphContext, rows: readonly { readonly policyId: string }[]): Promise<Policy[]> {
    const found = await Promise.all(rows.map(({ policyId }) => this.policy(context, policyId)));
    return found.filter((policy) => policy !== undefined);
  }
}
