-- Some providers report under their own id of a message only.
create index delivery_reference on delivery (channel, provider_ref) where provider_ref is not null;
