import { Injectable } from '@nestjs/common';
import { CasesService, type CaseView } from '#cases';
import { type Customer, CustomersService } from '#customers';
import type { GraphContext } from '../graphql/context.js';
import { byKey, loader } from '../graphql/loaders.js';

/** Cases and customers for other types: any number of them in one statement per request and tick. */
@Injectable()
export class CasesLoaders {
  constructor(
    private readonly cases: CasesService,
    private readonly customers: CustomersService,
  ) {}

  /** A case by id. */
  customerCase(context: GraphContext, id: string): Promise<CaseView | undefined> {
    return loader<string, CaseView>(context, 'case', async (ids) => byKey(await this.cases.byIds(ids), (row) => row.id)).load(id);
  }

  /** A customer by id. */
  customer(context: GraphContext, id: string): Promise<Customer | undefined> {
    return loader<string, Customer>(context, 'customer', async (ids) => byKey(await this.customers.byIds(ids), (row) => row.id)).load(id);
  }
}
