import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Customer } from './customer.entity.js';
import { CustomersService } from './customers.service.js';
import { ErasuresService } from './erasures.service.js';

/** Whom the house serves: the one room that holds personal data. */
@Module({
  imports: [TypeOrmModule.forFeature([Customer])],
  providers: [CustomersService, ErasuresService],
  exports: [CustomersService, ErasuresService],
})
export class CustomersModule {}
