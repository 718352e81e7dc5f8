/** Templates as versioned, approved data; what each message class must and must not say; rendering with escaping per channel. */
@NullMarked
package covenant.notification.template;

import org.jspecify.annotations.NullMarked;
