/** What stands for what is not shown. */
const HIDDEN = '••••';
/** A number with fewer digits would be half told by its end. */
const DIGITS_LEAST = 6;
const DIGITS_SHOWN = 2;

/**
 * How a customer is reached, as everybody may see it: enough to tell a telephone from a mailbox, and one number from another; too little to
 * reach anybody. Of a number its last two digits, of an address its first letter. null and the empty text say of themselves that there is none.
 */
export function maskedContact<Contact extends string | null>(contact: Contact): Contact | string {
  if (!contact) return contact;
  const [name = ''] = contact.trim();
  if (contact.includes('@')) return /[\p{L}\p{N}]/u.test(name) ? `${name}${HIDDEN}@${HIDDEN}` : `${HIDDEN}@${HIDDEN}`;
  const digits = contact.replace(/\D/g, '');
  return digits.length < DIGITS_LEAST ? HIDDEN : `${HIDDEN} ${digits.slice(-DIGITS_SHOWN)}`;
}
