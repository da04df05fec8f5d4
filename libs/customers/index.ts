export { maskedContact } from './contact.rules.js';
export { Customer } from './customer.entity.js';
export { isTimeZone, type NewCustomer, newCustomerRefusal } from './customer.rules.js';
export { CustomersModule } from './customers.module.js';
export { CustomersService } from './customers.service.js';
export { insertCustomer } from './customers.write.js';
export { type EraseCustomer, ErasuresService } from './erasures.service.js';
