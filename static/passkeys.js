// What follows a passkey: the scripts of django-otp-webauthn make and use it, and lead on where the page has a `next`.
"use strict";

document.addEventListener("otp_webauthn.register_complete", () => location.reload());

// A page that keeps a form sends it. A log-in has changed the token that Django asks for; the new one is in its cookie.
document.addEventListener("otp_webauthn.verification_complete", () => {
  const form = document.getElementById("login-form");
  if (form.elements.next) return;
  form.elements.csrfmiddlewaretoken.value = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)[1];
  form.submit();
});
