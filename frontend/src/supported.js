// GOV.UK Frontend enhances a page only where the body carries this class. This stands first in the body.
document.body.classList.add('js-enabled');

if ('noModule' in HTMLScriptElement.prototype) {
  document.body.classList.add('govuk-frontend-supported');
}
