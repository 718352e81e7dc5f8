package covenant.notification.template;

import covenant.contracts.NotificationEvent.Channel;

/** Names one version of a template; the payload of its approval. */
record TemplateKey(String name, Channel channel, String locale, int version) {}
