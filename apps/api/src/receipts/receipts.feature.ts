import { Global, Module } from '@nestjs/common';
import { ReceiptKeys, ReceiptsModule } from '#receipts';
import { PUBLIC_KEYS } from '../http/routes.js';
import { ReceiptsResolver } from './receipts.resolver.js';

/** Receipts at the door. Global, since the plain routes publish the keys. */
@Global()
@Module({
  imports: [ReceiptsModule],
  providers: [ReceiptsResolver, { provide: PUBLIC_KEYS, useExisting: ReceiptKeys }],
  exports: [PUBLIC_KEYS],
})
export class ReceiptsFeature {}
