/**
 * Encryption of personal data under one key per person, and the service's own keys (policy 4.1.1, PIPL art. 51).
 *
 * <p>What stands where: {@link covenant.platform.crypto.KeyEncryption} wraps, {@link covenant.platform.crypto.SubjectKeys} keeps the
 * wrapped keys, {@link covenant.platform.crypto.FieldCipher} is what features use. Shredding a person's key makes every
 * ciphertext of that person unreadable at once; {@link covenant.platform.crypto.KeyRotation} then replaces the key-encryption key, so
 * that a copy of the database taken before cannot be opened either. The price: to restore an older backup, take table
 * {@code subject_key} from the newest copy, not from the backup.
 *
 * <p>Key material is never logged; {@code toString} of everything here redacts.
 */
@NullMarked
package covenant.platform.crypto;

import org.jspecify.annotations.NullMarked;
